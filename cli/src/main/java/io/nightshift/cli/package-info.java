/**
 * The command line: one class for each verb. It speaks the Web API with a server, by the Java client, and nothing else, so
 * it works from any machine and never waits for a database.
 */
@NullMarked
package io.nightshift.cli;

import org.jspecify.annotations.NullMarked;
