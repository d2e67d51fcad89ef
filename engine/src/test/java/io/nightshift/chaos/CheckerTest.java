package io.nightshift.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.chaos.JournalLine.What;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checker believes a true story, and finds what is wrong with a false one. */
class CheckerTest {

    private final Story story = new Story();
    private final UUID first = story.enqueue("lane", 1, Kind.TRANSACTION);
    private final UUID second = story.enqueue("lane", 2, Kind.PLAIN);
    private final UUID third = story.enqueue("lane", 3, Kind.TRANSACTION);

    @Test
    void believesALaneInOrder() {
        story.ran(first, 1, "a").ran(second, 1, "b").ran(third, 1, "a");
        assertNothingIsWrong();
        assertThat(story.findings().overlaps()).isEmpty();
    }

    @Test
    void believesRetriesStepsAndTakeovers() {
        UUID stepwise = story.enqueue(null, 1, Kind.STEPWISE);
        story.started(first, 1, "a").ended(first, 1, "a").attempted(first, 1, "retry", "a");
        story.started(first, 2, "a")
                .happened(What.STRUCK, "a")
                .happened(What.KILLED, "a")
                .attempted(first, 2, "rescue", "a");
        story.ran(first, 3, "b").ran(second, 1, "b").ran(third, 1, "b");
        story.started(stepwise, 1, "b").step(stepwise, 1, 1).ended(stepwise, 1, "b");
        story.attempted(stepwise, 1, "checkpoint", "b").step(stepwise, 2, 2).ran(stepwise, 2, "c");
        assertNothingIsWrong();
        assertThat(story.findings().overlaps()).isEmpty();
    }

    @Test
    void countsWhatRanAgainBecauseItsResultWasLostWithThatOfTheNext() {
        story.started(first, 1, "a").ended(first, 1, "a").started(second, 1, "a");
        story.happened(What.STRUCK, "a").happened(What.KILLED, "a");
        story.attempted(first, 1, "rescue", "a").attempted(second, 1, "rescue", "a");
        story.ran(first, 2, "b").ran(second, 2, "b").ran(third, 1, "b");
        assertNothingIsWrong();
        assertThat(story.findings().ranAgain()).isEqualTo(1);
    }

    @Test
    void findsALaneThatWentOnAfterAnErrorThatPasses() {
        story.started(first, 1, "a").ended(first, 1, "a").attempted(first, 1, "retry", "a");
        story.started(second, 1, "a").happened(What.STRUCK, "a").happened(What.KILLED, "a");
        story.attempted(second, 1, "rescue", "a");
        story.ran(first, 2, "b").ran(second, 2, "b").ran(third, 1, "b");
        assertWrong("member 2 began before member 1 had ended");
    }

    @Test
    void countsWhatAStoppedNodeRanOnWith() {
        story.started(first, 1, "a").happened(What.STOPPED, "a").attempted(first, 1, "rescue", "a");
        story.ran(first, 2, "b").started(second, 1, "b");
        story.happened(What.CONTINUED, "a").happened(What.LOST, "a").ended(first, 1, "a");
        story.ended(second, 1, "b").completed(second, 1).ran(third, 1, "b");
        assertNothingIsWrong();
        assertThat(story.findings().overlaps()).isEqualTo(Map.of(What.STOPPED, 2));
    }

    @Test
    void countsWhatAStoppedNodeBeganAfterwards() {
        story.happened(What.STOPPED, "a").happened(What.LOST, "a").attempted(first, 1, "rescue", "a");
        story.started(first, 2, "b").started(first, 1, "a").ended(first, 1, "a").ended(first, 2, "b");
        story.effect(first, 2).completed(first, 2).ran(second, 1, "b").ran(third, 1, "b");
        assertNothingIsWrong();
        assertThat(story.findings().overlaps()).isEqualTo(Map.of(What.STOPPED, 1));
    }

    @Test
    void findsALimitThatIsNotKept() {
        story.ran(first, 1, "a").ran(second, 1, "a").ran(third, 1, "a");
        List<UUID> limited =
                Stream.generate(() -> story.limited(Kind.PLAIN)).limit(31).toList();
        limited.forEach(id -> story.started(id, 1, "a"));
        limited.forEach(id -> story.ended(id, 1, "a").completed(id, 1));
        assertWrong("31 ran at the same time under");
    }

    @Test
    void findsAStartOfWhatIsHeld() {
        Story story = new Story();
        UUID before = story.enqueue("lane", 1, Kind.PLAIN);
        UUID other = story.enqueue("other", 1, Kind.PLAIN);
        UUID held = story.enqueue("lane", 2, Kind.PLAIN);
        UUID after = story.enqueue("lane", 3, Kind.PLAIN);
        story.ran(before, 1, "n1").ordered(What.HELD, "lane:lane").ran(other, 1, "n1");
        assertThat(story.ran(held, 1, "n1")
                        .ordered(What.FREED, "lane:lane")
                        .ran(after, 1, "n1")
                        .findings()
                        .violations())
                .singleElement()
                .asString()
                .contains("started although held (lane:lane): " + held);
    }

    @Test
    void findsWhatIsLost() {
        story.ran(first, 1, "a").ran(second, 1, "a");
        assertWrong("lost: " + third, "committed 0 times instead of 1: " + third);
    }

    @Test
    void findsWhatIsNotCompleted() {
        story.ran(first, 1, "a").ran(second, 1, "a").ran(third, 1, "a").live(1);
        assertWrong("1 operations are not completed");
    }

    @Test
    void findsWhatIsCompletedTwice() {
        story.ran(first, 1, "a").ran(second, 1, "a").ran(third, 1, "a").completed(second, 1);
        assertWrong("completed 2 times: " + second);
    }

    @Test
    void findsWhatFailed() {
        story.started(first, 1, "a").ended(first, 1, "a").effect(first, 1).completed(first, 1, 31);
        story.ran(second, 1, "a").ran(third, 1, "a");
        assertWrong("ended in status 31: " + first);
    }

    @Test
    void findsASecondEffect() {
        story.ran(first, 1, "a").effect(first, 1).ran(second, 1, "a").ran(third, 1, "a");
        assertWrong("committed 2 times instead of 1: " + first);
    }

    @Test
    void findsAMissingEffect() {
        story.started(first, 1, "a").ended(first, 1, "a").completed(first, 1);
        story.ran(second, 1, "a").ran(third, 1, "a");
        assertWrong("committed 0 times instead of 1: " + first);
    }

    @Test
    void findsTheEffectOfAFencedAttempt() {
        story.started(first, 1, "a").happened(What.STOPPED, "a").attempted(first, 1, "rescue", "a");
        story.started(first, 2, "b").ended(first, 2, "b").effect(first, 1).completed(first, 2);
        story.ran(second, 1, "b").ran(third, 1, "b");
        assertWrong("committed by attempt 1 and completed by 2: " + first);
    }

    @Test
    void findsAStepThatIsCommittedTwice() {
        UUID stepwise = story.enqueue(null, 1, Kind.STEPWISE);
        story.ran(first, 1, "a").ran(second, 1, "a").ran(third, 1, "a").ran(stepwise, 1, "a");
        story.step(stepwise, 1, 1).step(stepwise, 1, 1).step(stepwise, 2, 1);
        assertWrong("committed the steps [1, 1, 2] instead of [1, 2]: " + stepwise);
    }

    @Test
    void findsALaterMemberThatStartsBeforeAnEarlierOneHasEnded() {
        story.started(first, 1, "a")
                .started(second, 1, "b")
                .ended(first, 1, "a")
                .effect(first, 1)
                .completed(first, 1);
        story.ended(second, 1, "b").completed(second, 1).ran(third, 1, "a");
        assertWrong("ran at the same time in lane", "member 2 began before member 1 had ended");
    }

    @Test
    void findsALaneThatRunsBackwards() {
        story.ran(third, 1, "a").ran(second, 1, "a").ran(first, 1, "a");
        assertWrong(
                "member 3 began before member 2",
                "member 3 began before member 1",
                "member 2 began before member 1",
                "committed 1 after 3 in lane");
    }

    @Test
    void findsTwoRunsOfOneOperationOnLivingNodes() {
        story.started(first, 1, "a")
                .attempted(first, 1, "retry", "a")
                .ran(first, 2, "b")
                .ended(first, 1, "a");
        story.ran(second, 1, "a").ran(third, 1, "a");
        assertWrong("ran at the same time in lane");
    }

    @Test
    void findsATakeoverFromALivingNode() {
        story.started(first, 1, "a")
                .ended(first, 1, "a")
                .attempted(first, 1, "rescue", "a")
                .ran(first, 2, "b");
        story.ran(second, 1, "a").ran(third, 1, "a");
        assertWrong("taken from a node that had not lost its lease");
    }

    @Test
    void findsATakeoverBeforeTheNodeWasStruck() {
        story.started(first, 1, "a").attempted(first, 1, "rescue", "a").ran(first, 2, "b");
        story.happened(What.STRUCK, "a")
                .happened(What.KILLED, "a")
                .ran(second, 1, "b")
                .ran(third, 1, "b");
        assertWrong("taken from a node that had not lost its lease", "ran at the same time in lane");
    }

    @Test
    void findsTwoStartsUnderOneClaim() {
        story.started(first, 1, "b").ran(first, 1, "a").ran(second, 1, "a").ran(third, 1, "a");
        assertWrong("started twice under one claim");
    }

    @Test
    void findsAnAttemptWithoutARow() {
        story.ran(first, 2, "a").ran(second, 1, "a").ran(third, 1, "a");
        assertWrong("completed by attempt 2 and claim 2, with rows of the attempts []");
    }

    @Test
    void findsAnEndWithoutARun() {
        story.effect(first, 1).completed(first, 1).ran(second, 1, "a").ran(third, 1, "a");
        assertWrong("completed by a run that the journal does not know");
    }

    @Test
    void lanesArePlannedAtLeastThreeDeepAndInOrder() {
        List<Planned> all = Planned.some(new Random(7), 5000);
        assertThat(all).hasSize(5000);
        Map<String, List<Integer>> lanes = all.stream()
                .filter(planned -> planned.lane() != null)
                .collect(Collectors.groupingBy(
                        Planned::lane, Collectors.mapping(Planned::position, Collectors.toList())));
        assertThat(lanes)
                .hasSizeGreaterThan(250)
                .allSatisfy((lane, positions) -> assertThat(positions)
                        .hasSizeGreaterThanOrEqualTo(3)
                        .isSorted()
                        .doesNotHaveDuplicates());
    }

    private void assertNothingIsWrong() {
        assertThat(story.findings().violations()).isEmpty();
    }

    private void assertWrong(String... starts) {
        List<String> violations = story.findings().violations();
        for (String start : starts) {
            assertThat(violations).anyMatch(violation -> violation.startsWith(start));
        }
        assertThat(violations).allMatch(violation -> List.of(starts).stream().anyMatch(violation::startsWith));
    }
}
