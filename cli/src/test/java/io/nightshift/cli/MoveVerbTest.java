package io.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The verbs that move operations. */
class MoveVerbTest extends AgainstServer {

    @Test
    void aRunningOperationIsPausedAndResumed() {
        String id = run("enqueue", "gate").line();
        awaitShown(id, "In Progress");
        assertThat(run("pause", id, "--reason", "lunch").exitCode()).isZero();
        awaitShown(id, "State          Suspended (Paused)");
        assertThat(run("pause", id).out()).contains("nothing to do");
        assertThat(run("resume", id).out()).contains("resumed: now ");
        GATE.release();
        awaitShown(id, "State          Succeeded");
        assertThat(run("show", id).out()).contains("Progress       50% half way", "Attempts before this one", "lunch");
    }

    @Test
    void severalAreCanceledAndEachIsAnswered() {
        String one = run("enqueue", "noop", "--postpone-until", FAR).line();
        String other = run("enqueue", "noop", "--postpone-until", FAR).line();
        assertThat(run("cancel", one, other).exitCode()).isZero();
        Ran mixed = run("delete", one, UNKNOWN_ID);
        assertThat(mixed.exitCode()).isEqualTo(4);
        assertThat(mixed.out()).contains(one + "  deleted", UNKNOWN_ID + "  refused", "0x80040217");
        Ran refused = run("resume", other);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).contains("0x80044166");
        assertThat(run("show", one).exitCode()).isEqualTo(4);
    }

    @Test
    void postponingTakesATimeOrALength() {
        String id = run("enqueue", "nobody").line();
        assertThat(run("postpone", id, "--until", "2999-06-01T08:00+02:00").exitCode())
                .isZero();
        assertThat(run("show", id, "--utc").out()).contains("Until          2999-06-01 06:00:00Z");
        assertThat(run("postpone", id, "--for", "1d2h").exitCode()).isZero();
        assertThat(run("postpone", id).exitCode()).isEqualTo(2);
        assertThat(run("postpone", id, "--for", "2h", "--until", FAR).exitCode())
                .isEqualTo(2);
        assertThat(run("postpone", id, "--for", "soon").exitCode()).isEqualTo(2);
        assertThat(run("postpone", id, "--until", "1999-01-01T00:00Z").exitCode())
                .isEqualTo(1);
    }

    @Test
    void aCompletedOneIsRunAgain() {
        String id = run("enqueue", "noop", "--data", "[1]", "--wait").out().substring(0, 36);
        Ran again = run("rerun", id);
        assertThat(again.line()).startsWith(id + "  runs again as ");
        awaitShown(again.line().substring(again.line().length() - 36), "Parent         " + id);
    }

    @Test
    void idsThatAreNotOnesAreRefused() {
        assertThat(run("show", "ffffffffffff").exitCode()).isEqualTo(4);
        assertThat(run("show", "not an id").exitCode()).isEqualTo(1);
        assertThat(run("cancel", "../stats").exitCode()).isEqualTo(1);
        assertThat(run("cancel").exitCode()).isEqualTo(2);
    }

    @Test
    void allThatMatchAreCountedAndThenCanceledInTheBackground() {
        run("enqueue", "nobody", "--display-name", "bulk one", "--dependency-token", "bulk lane");
        String last = run("enqueue", "nobody", "--display-name", "bulk two", "--dependency-token", "bulk lane")
                .line();
        Ran dry = run("cancel", "--all", "--dependency-token", "bulk lane", "--dry-run");
        assertThat(dry.out()).contains("2 match and would be canceled; nothing was changed.", "bulk one", last);
        Ran started = run("cancel", "--all", "--dependency-token", "bulk lane", "--reason", "not wanted");
        assertThat(started.exitCode()).isZero();
        String bulk = started.out().replaceAll("(?s).*operation ([0-9a-f-]{36}).*", "$1");
        awaitShown(bulk, "2 moved, 0 unchanged, 0 refused, 0 vanished.");
        assertThat(run("show", last).out()).contains("Canceled", "not wanted (bulk move " + bulk + ")");
        assertThat(run("list", "--dependency-token", "bulk lane", "--order", "completed", "--limit", "1")
                        .out())
                .contains("More: --after ");

        Ran again = run("delete", "--all", "--filter", "dependencytoken eq 'bulk lane'", "--dry-run");
        assertThat(again.out()).contains("2 match and would be deleted; nothing was changed.");
        Ran found = run("delete", "--all", "--filter", "dependencytoken eq 'bulk lane'", "--wait");
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.out())
                .contains(
                        "All that match will be deleted by the operation ",
                        "2 moved, 0 unchanged, 0 refused, 0 vanished.");
        assertThat(run("list", "--dependency-token", "bulk lane", "--json").out())
                .doesNotContain(last);
        assertThat(run("cancel", last, "--wait").exitCode()).isEqualTo(2);
        assertThat(run("delete", "--all", "--filter", "nothing eq 1").err()).contains("0x80060888");

        assertThat(run("cancel", "--all").err()).contains("without a condition");
        assertThat(run("cancel", last, "--all").exitCode()).isEqualTo(2);
        assertThat(run("cancel", last, "--state", "ready").exitCode()).isEqualTo(2);
        assertThat(run("enqueue", "nightshift.BulkMove", "--data", "\"move=delete\"")
                        .err())
                .contains("service's own");
    }

    @Test
    void whatAPauseOfTheWorkflowsSuspendedGoesOnWhenItIsLifted() {
        String id = run("enqueue", "halts", "--type", "10").line();
        awaitShown(id, "State          Suspended (Person)");
        Ran placed = run("hold", "place", "--type", "10", "--reason", "a new release");
        String number = placed.out().replaceAll("(?s)Hold (\\d+):.*", "$1");
        Ran lifted = run("hold", "lift", number, "--resume");
        assertThat(lifted.exitCode()).as(lifted.err()).isZero();
        assertThat(lifted.out())
                .contains("is no longer held.", "Workflows that it had suspended and that go on now: 1.");
        awaitShown(id, "State          Succeeded");

        String other = run("hold", "place", "--message", "nothing").out().replaceAll("(?s)Hold (\\d+):.*", "$1");
        assertThat(run("hold", "lift", other, "--resume").err()).contains("nothing to resume");
        assertThat(run("hold", "lift", other).exitCode()).isZero();
        assertThat(run("hold", "lift", other).exitCode()).as("once").isEqualTo(4);
        assertThat(run("hold", "place", "--resume").exitCode()).isEqualTo(2);
        assertThat(run("hold", "place", "--all-organizations", "--organization", "contoso")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aTailThatFitsSeveralIsRefused() {
        String id = run("enqueue", "nobody").line();
        String all = id.substring(32);
        // Any single character fits one id in sixteen: the shortest tail is four long for that reason.
        assertThat(run("show", all.substring(1)).exitCode()).isEqualTo(1);
        assertThat(run("show", all).exitCode()).isIn(0, 2);
    }
}
