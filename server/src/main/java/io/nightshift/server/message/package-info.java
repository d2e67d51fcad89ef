/** The messages that a server handles without any code of a user's own. */
@NullMarked
package io.nightshift.server.message;

import org.jspecify.annotations.NullMarked;
