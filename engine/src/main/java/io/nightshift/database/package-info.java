/**
 * The smallest JDBC that reads well: statements in files, transactions that are retried in one place, migrations, and the
 * one source of time. It knows no table of the queue.
 */
@NullMarked
package io.nightshift.database;

import org.jspecify.annotations.NullMarked;
