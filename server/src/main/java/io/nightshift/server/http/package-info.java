/** The HTTP side: health, metrics, and the small API behind the command line. */
@NullMarked
package io.nightshift.server.http;

import org.jspecify.annotations.NullMarked;
