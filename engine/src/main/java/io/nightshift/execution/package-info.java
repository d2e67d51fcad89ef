/**
 * From claim to outcome: {@link io.nightshift.execution.AsyncService} starts and stops, the
 * {@link io.nightshift.execution.Dispatcher} claims, an {@link io.nightshift.execution.Execution} runs one operation, the
 * {@link io.nightshift.execution.Completer} records in batches. Beside that line there are small loops, each with one
 * method that can be called by a test: the {@link io.nightshift.execution.Lease}, the {@link io.nightshift.execution.Chores}
 * (wake, promote, recur, rescue, partitions) and the {@link io.nightshift.execution.Watch} (pauses, cancels, deadlines).
 */
@NullMarked
package io.nightshift.execution;

import org.jspecify.annotations.NullMarked;
