/** The processes that are measured: one enqueues, others work. They obey the driver line by line. */
@NullMarked
package io.nightshift.benchmarks.agent;

import org.jspecify.annotations.NullMarked;
