/** Webhooks: steps whose code is somewhere else, in any language, and is called over HTTP. */
@NullMarked
package io.nightshift.platform.webhook;

import org.jspecify.annotations.NullMarked;
