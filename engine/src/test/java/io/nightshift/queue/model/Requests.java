package io.nightshift.queue.model;

import io.nightshift.operation.Kept;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation.OnDuplicate;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence.Missed;
import io.nightshift.operation.Recurrence.Overlap;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes up what is enqueued. There are few lanes, keys and ids, so that they are met again. */
final class Requests {

    static final List<String> TOKENS = List.of("lane-1", "lane-2");
    static final List<String> LIMITS = List.of("limit-1", "limit-2");
    private static final List<String> KEYS = List.of("k1", "k2");
    private static final List<String> IDS = List.of("i1", "i2");

    private final RandomGenerator random;
    private int number;

    Requests(RandomGenerator random) {
        this.random = random;
    }

    /** What nothing stands in the way of, for a step that needs something to run; now and then a series with it. */
    List<Step.Request> supply() {
        return chance(70) ? List.of(plain(null), plain(null)) : List.of(plain(null), plain(rule()));
    }

    private Step.Request plain(Step.@Nullable Rule rule) {
        return new Step.Request(
                "o" + ++number, OperationType.CUSTOM, "a", Kept.LONG, null, null, null, Step.Identity.NONE, rule);
    }

    Step.Request any() {
        return request(true);
    }

    /** A transaction that stays open takes no keys: whoever asks for the same key would wait for it. */
    Step.Request withoutKey() {
        return request(false);
    }

    private Step.Request request(boolean everything) {
        String label = "o" + ++number;
        Step.Identity identity = everything && chance(25) ? identity() : Step.Identity.NONE;
        // Requests that repeat another one mostly ask for the same.
        boolean usual = !identity.equals(Step.Identity.NONE) && chance(60);
        OperationType type = usual || chance(80)
                ? OperationType.CUSTOM
                : chance(50) ? OperationType.SQM_DATA_COLLECTION : OperationType.CALCULATE_ROLLUP_FIELD;
        String token = chance(50) ? any(TOKENS) : null;
        Integer postpone = chance(20) ? random.nextInt(-60, 900) : null;
        Step.Rule rule = everything && !usual && chance(18) ? rule() : null;
        Kept kept = chance(70) ? Kept.LONG : any(List.of(Kept.values()));
        LimitKey limit = chance(15) ? new LimitKey(any(LIMITS), 1 + random.nextInt(3)) : null;
        return new Step.Request(
                label, type, usual || chance(50) ? "a" : "b", kept, token, limit, postpone, identity, rule);
    }

    private Step.Identity identity() {
        boolean keyed = chance(60);
        OnDuplicate onDuplicate = chance(40) ? OnDuplicate.REPLACE : any(List.of(OnDuplicate.values()));
        return new Step.Identity(keyed ? any(KEYS) : null, keyed && chance(80) ? null : any(IDS), onDuplicate);
    }

    private Step.Rule rule() {
        Integer start = chance(40) ? null : Integer.valueOf(random.nextInt(-30, 60) * 600);
        return new Step.Rule(
                1 + random.nextInt(3),
                chance(70) ? 1 + random.nextInt(5) : 0,
                start,
                any(List.of(Overlap.values())),
                any(List.of(Missed.values())));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
