package io.nightshift.execution;

import io.nightshift.operation.RetrySchedule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to a handler.
 *
 * @param deadline how long it may run, measured from its start; null for no limit
 * @param retries its own retry schedule; null for that of the service
 */
public record HandlerOptions(
        @Nullable Duration deadline, @Nullable RetrySchedule retries) {

    public static final HandlerOptions DEFAULT = new HandlerOptions(null, null);

    public HandlerOptions deadline(Duration limit) {
        return new HandlerOptions(limit, retries);
    }

    public HandlerOptions retries(RetrySchedule schedule) {
        return new HandlerOptions(deadline, schedule);
    }
}
