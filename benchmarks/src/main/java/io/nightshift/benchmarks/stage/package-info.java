/** Where a run takes place: the database, the processes, and the meters on both. */
@NullMarked
package io.nightshift.benchmarks.stage;

import org.jspecify.annotations.NullMarked;
