package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StatusCode;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Says that as many operations of its organization or type run as are allowed to. */
final class RunningLimitReason implements Reason {

    private final RunningLimits limits;

    RunningLimitReason(QueueStore store) {
        this.limits = new RunningLimits(store);
    }

    @Override
    public Optional<Explanation> of(AsyncOperation operation, int organization) throws SQLException {
        if (operation.status() != StatusCode.WAITING_FOR_RESOURCES) {
            return Optional.empty();
        }
        String message = Objects.requireNonNullElse(operation.messageName(), "");
        return limits.list().stream()
                .filter(limit -> limit.running() >= limit.most()
                        && limit.covers(
                                operation.organization(), operation.type().code(), message))
                .findFirst()
                .map(RunningLimitReason::explanation);
    }

    private static Explanation explanation(RunningLimit limit) {
        String reason = limit.author().reason();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("runninglimit", limit.number());
        facts.put("scope", limit.scope().toString());
        facts.put("most", limit.most());
        facts.put("running", limit.running());
        facts.put("author", limit.author().name());
        if (reason != null) {
            facts.put("reason", reason);
        }
        return new Explanation(
                Explanation.Kind.RUNNING_LIMIT,
                "Of " + limit.scope() + " at most " + limit.most() + " may run at a time (limit " + limit.number()
                        + ", set by " + limit.author().name() + (reason == null ? "" : ": " + reason) + "); "
                        + limit.running() + (limit.running() == 1 ? " runs" : " run") + " now.",
                facts);
    }
}
