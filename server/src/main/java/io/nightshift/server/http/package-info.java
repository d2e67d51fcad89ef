/** The HTTP side: the listener, health, metrics, and the tokens of applications. */
@NullMarked
package io.nightshift.server.http;

import org.jspecify.annotations.NullMarked;
