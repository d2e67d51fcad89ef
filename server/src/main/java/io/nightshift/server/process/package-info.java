/** The life of the process: data folder, database, start in order, drain and stop in reverse order. */
@NullMarked
package io.nightshift.server.process;

import org.jspecify.annotations.NullMarked;
