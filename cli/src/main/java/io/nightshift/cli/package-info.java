/**
 * The command line: one class for each verb. It speaks HTTP with a server and nothing else, so it works from any machine
 * and never waits for a database.
 */
@NullMarked
package io.nightshift.cli;

import org.jspecify.annotations.NullMarked;
