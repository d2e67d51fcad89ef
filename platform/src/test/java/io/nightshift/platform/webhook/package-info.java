@NullMarked
package io.nightshift.platform.webhook;

import org.jspecify.annotations.NullMarked;
