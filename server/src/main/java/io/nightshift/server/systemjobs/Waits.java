package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.maintenance.MaintenanceHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long operations waited from their creation to their start: of the last that ended at their first attempt, without what
 * the service plans for itself. What was postponed counts from its creation, too.
 *
 * @param half half of them started within this
 * @param most 95 of 100 started within this
 */
public record Waits(int operations, Duration half, Duration most) {

    /** What no statement can be made about. */
    static final Waits NONE = new Waits(0, Duration.ZERO, Duration.ZERO);

    static Waits of(List<AsyncOperation> ended) {
        List<Duration> waits = ended.stream()
                .filter(operation -> operation.status() != StatusCode.CANCELED
                        && operation.attempt() <= 1
                        && !MaintenanceHandler.TYPES.contains(operation.type()))
                .flatMap(operation -> {
                    Instant started = operation.startedOn();
                    return started == null
                            ? java.util.stream.Stream.empty()
                            : java.util.stream.Stream.of(Duration.between(operation.createdOn(), started));
                })
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .sorted()
                .toList();
        return waits.isEmpty()
                ? NONE
                : new Waits(waits.size(), waits.get(waits.size() / 2), waits.get((waits.size() - 1) * 95 / 100));
    }
}
