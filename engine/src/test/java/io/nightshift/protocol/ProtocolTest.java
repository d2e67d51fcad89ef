package io.nightshift.protocol;

import static io.nightshift.protocol.Scenario.KEY;
import static io.nightshift.protocol.Scenario.LANE;
import static io.nightshift.protocol.Scenario.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The protocol keeps its promises in every state that can be reached, and the checker finds each planted mistake. */
class ProtocolTest {

    private static final List<Scenario> SCENARIOS = List.of(
            Scenario.named("two lane members and a key, a fault")
                    .gates(LANE, LANE, KEY)
                    .faults(1),
            Scenario.named("three independent ones, a fault")
                    .gates(NONE, NONE, NONE)
                    .faults(1),
            Scenario.named("two independent ones, two faults").gates(NONE, NONE).faults(2),
            Scenario.named("a lane with runs, two faults")
                    .gates(LANE, LANE)
                    .withRuns()
                    .faults(2),
            Scenario.named("a lane with runs and late commits, a user")
                    .gates(LANE, LANE, LANE)
                    .withLateCommits()
                    .withRuns()
                    .userMoves(1),
            Scenario.named("a lane with runs, a fault and a user")
                    .gates(LANE, LANE, LANE)
                    .withRuns()
                    .faults(1)
                    .userMoves(1),
            Scenario.named("a lane with runs, retries, a user twice")
                    .gates(LANE, LANE, LANE)
                    .withRuns()
                    .withRetries()
                    .userMoves(2),
            Scenario.named("two of a lane, late, with runs, a fault and a user")
                    .gates(LANE, LANE)
                    .withLateCommits()
                    .withRuns()
                    .faults(1)
                    .userMoves(1),
            Scenario.named("a limit key, retries, a user")
                    .gates(KEY, KEY, KEY)
                    .withRetries()
                    .userMoves(1),
            Scenario.named("a lane and a key, retries, a user")
                    .gates(LANE, LANE, KEY)
                    .withRetries()
                    .userMoves(1),
            Scenario.named("a transaction, retries, two faults, a user twice")
                    .gates(NONE)
                    .transactional(true, false, false)
                    .withRetries()
                    .faults(2)
                    .userMoves(2),
            Scenario.named("a lane of transactions with runs, two faults")
                    .gates(LANE, LANE)
                    .transactional(true, true, false)
                    .withRuns()
                    .faults(2),
            Scenario.named("a lane of transactions with runs, a fault and a user")
                    .gates(LANE, LANE)
                    .transactional(true, true, false)
                    .withRuns()
                    .faults(1)
                    .userMoves(1));

    private static final List<Scenario> LARGER = List.of(
            Scenario.named("a limit key, retries, a fault and a user")
                    .gates(KEY, KEY)
                    .withRetries()
                    .faults(1)
                    .userMoves(1),
            Scenario.named("a lane with runs, retries, a fault and a user")
                    .gates(LANE, LANE)
                    .withRuns()
                    .withRetries()
                    .faults(1)
                    .userMoves(1),
            Scenario.named("three of a lane, late, with runs, a fault")
                    .gates(LANE, LANE, LANE)
                    .withLateCommits()
                    .withRuns()
                    .faults(1),
            Scenario.named("a transaction, retries, three faults, a user twice")
                    .gates(NONE)
                    .transactional(true, false, false)
                    .withRetries()
                    .faults(3)
                    .userMoves(2));

    @Test
    void everyPromiseHoldsInEveryStateOfEveryScenario() {
        Map<Step, Long> taken = hold(SCENARIOS);
        Set<Step> never = EnumSet.allOf(Step.class);
        never.removeIf(step -> taken.get(step) > 0);
        assertThat(never).as("steps that no scenario takes").containsExactly(Step.EFFECT);
    }

    @Test
    @Tag("long")
    void everyPromiseHoldsWithWiderBounds() {
        assertThat(hold(LARGER)).isNotEmpty();
    }

    /** Explores them and gives how often each step was taken. */
    private static Map<Step, Long> hold(List<Scenario> scenarios) {
        Map<Step, Long> taken = new EnumMap<>(Step.class);
        long states = 0;
        for (Scenario scenario : scenarios) {
            Explorer.Findings findings = Explorer.explore(scenario);
            states += findings.states();
            System.out.printf("%,11d states %,12d steps  %s%n", findings.states(), findings.steps(), scenario.name());
            assertThat(findings.broken())
                    .as("%s: %s", scenario.name(), String.join("\n", findings.trace()))
                    .isNull();
            findings.taken().forEach((step, times) -> taken.merge(step, times, Long::sum));
        }
        System.out.printf("%,11d states in all%n", states);
        return taken;
    }

    @ParameterizedTest
    @EnumSource
    void aPlantedMistakeIsFound(Mistake mistake) {
        Scenario scenario = temptation(mistake);
        assertThat(Explorer.explore(scenario).broken())
                .as("without the mistake")
                .isNull();
        Explorer.Findings findings = Explorer.explore(scenario.planted(mistake));
        assertThat(findings.broken()).as("with %s planted", mistake).contains(mistake.consequence());
        System.out.println(mistake + ": " + findings.broken() + " (" + findings.states() + " states)");
        findings.trace().forEach(step -> System.out.println("    " + step));
    }

    /** A small scenario in which the mistake matters. */
    private static Scenario temptation(Mistake mistake) {
        Scenario scenario = Scenario.named(mistake.name());
        return switch (mistake) {
            case NO_FENCING -> scenario.gates(NONE).withRetries().faults(1);
            case CLAIM_BY_A_DEAD_NODE,
                    RESCUE_WITHOUT_WATCHING_THE_LEASE,
                    DECLARED_DEAD_WHATEVER_THE_BEAT,
                    NO_SELF_FENCE,
                    ROW_GIVEN_UP_BEFORE_THE_HANDLERS_STOP,
                    START_AFTER_THE_LEASE,
                    LOST_CLAIM_IS_FORGOTTEN -> scenario.gates(NONE).faults(1);
            case PROMOTION_FROM_A_STALE_SNAPSHOT, NOTE_ONLY_WHEN_NONE_IS_VISIBLE, NO_NOTE_AT_THE_END ->
                scenario.gates(LANE, LANE).withLateCommits();
            case LIMIT_KEPT_BY_A_SUSPENDED_ONE -> scenario.gates(KEY, KEY).userMoves(1);
            case LOCKED_HEAD_LOSES_ITS_NOTE -> scenario.gates(LANE).userMoves(1);
            case LOCKED_HEAD_IS_OVERTAKEN, NO_UNIQUE_SLOT ->
                scenario.gates(LANE, LANE).withLateCommits().userMoves(1);
            case RUN_JUMPS_OVER_A_MEMBER ->
                scenario.gates(LANE, LANE, LANE).withRuns().userMoves(1);
            case RUN_PASSES_WHAT_IS_STILL_IN_TOW ->
                scenario.gates(LANE, LANE, LANE).withRuns().withRetries();
            case NO_NOTE_FROM_ONE_IN_TOW ->
                scenario.gates(LANE, LANE).withRuns().withRetries();
            case RUN_GOES_ON_AFTER_A_LOST_RESULT ->
                scenario.gates(LANE, LANE).withRuns().faults(1);
            case RUN_LEAVES_A_LATE_ONE_BEHIND, PROMOTION_IGNORES_THOSE_IN_TOW, PROMOTION_DOES_NOT_LOOK_AGAIN ->
                scenario.gates(LANE, LANE, LANE).withLateCommits().withRuns();
            case RESULT_BEFORE_ITS_PREDECESSORS -> scenario.gates(LANE, LANE).withRuns();
            case WAKE_WHATEVER_THE_CAUSE, MOVE_WITHOUT_A_CONDITION ->
                scenario.gates(NONE).userMoves(1);
            case EFFECT_COMMITS_APART ->
                scenario.gates(NONE).transactional(true, false, false).faults(1);
            case UNKNOWN_COMMIT_IS_REPEATED, LOOK_WITHOUT_WAITING ->
                scenario.gates(NONE).transactional(true, false, false).faults(1);
        };
    }
}
