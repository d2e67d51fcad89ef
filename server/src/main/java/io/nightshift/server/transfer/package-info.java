/** Export and import of everything the engine keeps, over JDBC. */
@NullMarked
package io.nightshift.server.transfer;

import org.jspecify.annotations.NullMarked;
