package io.nightshift.chaos;

import io.nightshift.chaos.Evidence.Attempt;
import io.nightshift.chaos.Evidence.Completed;
import io.nightshift.chaos.Evidence.Effect;
import io.nightshift.chaos.Evidence.Step;
import io.nightshift.chaos.JournalLine.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Evidence told line by line, true or not, for the test of the checker. */
final class Story {

    private static final int SUCCEEDED = 30;

    private final Map<UUID, Planned> enqueued = new LinkedHashMap<>();
    private final List<JournalLine> journal = new ArrayList<>();
    private final List<Completed> completed = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int live;

    UUID enqueue(String lane, int position, Kind kind) {
        UUID id = new UUID(0, enqueued.size() + 1);
        enqueued.put(id, new Planned(lane, position, kind, 1, 0));
        return id;
    }

    /** One with a limit key, of the width that {@link Planned#limit} says. */
    UUID limited(Kind kind) {
        UUID id = new UUID(0, enqueued.size() + 1);
        enqueued.put(id, new Planned(null, 1, kind, 3, 0));
        return id;
    }

    Story started(UUID operation, int attempt, String node) {
        return line(What.STARTED, node, operation, attempt);
    }

    Story ended(UUID operation, int attempt, String node) {
        return line(What.ENDED, node, operation, attempt);
    }

    Story happened(What what, String node) {
        return line(what, node, null, 0);
    }

    Story ordered(What what, String target) {
        journal.add(new JournalLine(journal.size() + 1L, 0, what, "-", null, 0, target));
        return this;
    }

    Story attempted(UUID operation, int attempt, String move, String node) {
        attempts.add(new Attempt(operation, attempt, move, node, 1));
        return this;
    }

    Story effect(UUID operation, int attempt) {
        effects.add(new Effect(operation, attempt));
        return this;
    }

    Story step(UUID operation, int step, int attempt) {
        steps.add(new Step(operation, step, attempt));
        return this;
    }

    Story completed(UUID operation, int attempt) {
        return completed(operation, attempt, SUCCEEDED);
    }

    Story completed(UUID operation, int attempt, int status) {
        String result = enqueued.get(operation).kind().hasEffect() ? "transaction" : "plain";
        completed.add(new Completed(operation, status, attempt, attempt, result));
        return this;
    }

    /** A run from its start to the end of its operation. */
    Story ran(UUID operation, int attempt, String node) {
        started(operation, attempt, node).ended(operation, attempt, node);
        if (enqueued.get(operation).kind().hasEffect()) {
            effect(operation, attempt);
        }
        return completed(operation, attempt);
    }

    Story live(int count) {
        live = count;
        return this;
    }

    Checker.Findings findings() {
        return Checker.check(new Evidence(enqueued, journal, live, completed, attempts, effects, steps));
    }

    private Story line(What what, String node, UUID operation, int attempt) {
        journal.add(new JournalLine(journal.size() + 1L, 0, what, node, operation, attempt, "-"));
        return this;
    }
}
