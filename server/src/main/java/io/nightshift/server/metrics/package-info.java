/** What the service tells about itself in numbers, under the names {@code nightshift.*}. */
@NullMarked
package io.nightshift.server.metrics;

import org.jspecify.annotations.NullMarked;
