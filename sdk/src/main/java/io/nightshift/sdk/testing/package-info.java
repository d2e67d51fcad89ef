/** For the tests of plug-ins: an event and records in memory, without a server or a database. */
@NullMarked
package io.nightshift.sdk.testing;

import org.jspecify.annotations.NullMarked;
