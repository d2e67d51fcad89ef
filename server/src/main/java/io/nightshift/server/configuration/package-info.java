/** What can be set, and where each effective value came from: defaults, file, environment, flags. */
@NullMarked
package io.nightshift.server.configuration;

import org.jspecify.annotations.NullMarked;
