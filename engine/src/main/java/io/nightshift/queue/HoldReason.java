package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StateCode;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says that a hold keeps an operation from starting, who placed it and why. */
final class HoldReason {

    private final Holds holds;

    HoldReason(QueueStore store) {
        this.holds = new Holds(store);
    }

    /** The holds on an operation that could start some time. */
    List<Explanation> of(AsyncOperation operation) throws SQLException {
        boolean mayStart = operation.state() == StateCode.READY || operation.state() == StateCode.SUSPENDED;
        return mayStart
                ? holds.on(operation).stream().map(HoldReason::explanation).toList()
                : List.of();
    }

    private static Explanation explanation(Hold hold) {
        Author author = hold.author();
        String since = hold.placedOn().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("hold", hold.number());
        facts.put("target", hold.target().toString());
        facts.put("author", author.name());
        facts.put("placedon", since);
        String reason = author.reason();
        if (reason != null) {
            facts.put("reason", reason);
        }
        return new Explanation(
                Explanation.Kind.HELD,
                "It is held: " + author.name() + " holds " + hold.target() + " since " + since
                        + (reason == null ? "" : " (" + reason + ")") + ", hold " + hold.number() + ".",
                facts);
    }
}
