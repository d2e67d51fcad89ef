/** Who may speak to the server: bearer tokens, of which only hashes are kept. */
@NullMarked
package io.nightshift.server.signin;

import org.jspecify.annotations.NullMarked;
