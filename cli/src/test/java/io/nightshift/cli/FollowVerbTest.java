package io.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The verbs that wait and follow, pause the service, and complete in a shell. */
class FollowVerbTest extends AgainstServer {

    @Test
    void operationsAreWaitedFor() {
        String well = run("enqueue", "noop").line();
        assertThat(run("wait", well).out()).startsWith(well + "  Succeeded");
        String fails = run("enqueue", "fails").line();
        Ran both = run("wait", well, fails, "--json");
        assertThat(both.exitCode()).isEqualTo(1);
        assertThat(both.json().path("value")).hasSize(2);
        String never = run("enqueue", "nobody").line();
        Ran patience = run("wait", never, "--timeout", "0s");
        assertThat(patience.exitCode()).isEqualTo(6);
        assertThat(patience.err()).contains("is still Ready", "explain " + never);
        assertThat(run("enqueue", "nobody", "--wait", "--timeout", "0s").exitCode())
                .isEqualTo(6);
        assertThat(run("wait", UNKNOWN_ID).exitCode()).isEqualTo(4);
        assertThat(run("wait").exitCode()).isEqualTo(2);
    }

    @Test
    void aLogIsFollowedToItsEnd() {
        String id = run("enqueue", "nobody", "--postpone-until", FAR).line();
        run("cancel", id, "--reason", "not wanted");
        Ran followed = run("tail", id);
        assertThat(followed.exitCode()).isEqualTo(1);
        assertThat(followed.out()).contains("cancel", "not wanted", id + "  Canceled");
        assertThat(run("tail", id, "--state", "ready").exitCode()).isEqualTo(2);
    }

    @Test
    void whatEndsIsFollowed() {
        // Again, when the machine stood still between two looks for as long as was to be followed.
        await().until(FollowVerbTest::isFollowed);
    }

    private static boolean isFollowed() {
        CompletableFuture<Ran> tail =
                CompletableFuture.supplyAsync(() -> run("tail", "--message", "noop", "--for", "5s"));
        List<String> ended = new ArrayList<>();
        // What ends before the first look is not told, so there has to be more.
        while (!tail.isDone()) {
            ended.add(run("enqueue", "noop", "--wait").out().substring(0, 36));
        }
        Ran followed = tail.join();
        assertThat(followed.exitCode()).as(followed.err()).isZero();
        return ended.stream().anyMatch(id -> followed.out().contains(id + "  Succeeded  noop"));
    }

    @Test
    void theServiceIsPausedAndResumed() {
        Ran paused = run("service", "pause", "--workflows", "--reason", "the ERP is away");
        assertThat(paused.exitCode()).as(paused.err()).isZero();
        assertThat(paused.out()).contains("is paused; service resume lets it go on.");
        assertThat(run("service", "pause", "--workflows").out()).contains("is paused already.");
        assertThat(run("hold", "list").out()).contains("the ERP is away");
        assertThat(run("service", "resume").out()).contains("Nothing of this kind is paused");
        assertThat(run("service", "resume", "--type", "10").out()).contains("goes on.");
        assertThat(run("hold", "list").out()).contains("Nothing is held.");
        assertThat(run("service", "stop").exitCode()).isEqualTo(2);
        assertThat(run("service", "pause", "--workflows", "--type", "1").exitCode())
                .isEqualTo(2);
    }

    @Test
    void aNodeIsDrainedAndTakesWorkAgain() {
        String node =
                run("nodes", "--json").json().path("value").path(0).path("name").asString("");
        Ran drained = run("nodes", "drain", node, "--reason", "its disk is changed", "--wait", "--timeout", "1m");
        Ran nodes = run("nodes");
        String waits = run("enqueue", "noop").line();
        Ran explained = run("explain", waits);
        // Before anything is judged, because the other tests need the node.
        Ran resumed = run("nodes", "resume", node);
        assertThat(drained.exitCode()).as(drained.err()).isZero();
        assertThat(drained.out()).contains(node + " drains and holds nothing more.");
        assertThat(nodes.out()).contains("drained by ", ": its disk is changed");
        assertThat(explained.out()).as(nodes.out()).contains("drain");
        assertThat(resumed.out()).contains(node + " takes work again.");
        assertThat(run("wait", waits).out()).contains("Succeeded");
        assertThat(run("nodes", "drain").exitCode()).isEqualTo(2);
        assertThat(run("nodes", "stop", node).exitCode()).isEqualTo(2);
        Ran unknown = run("nodes", "drain", "no body");
        assertThat(unknown.exitCode()).isEqualTo(4);
        assertThat(unknown.err()).contains("No node with the name 'no body' is alive");
    }

    @Test
    void shellsCompleteVerbsAndOptions() {
        assertThat(run("completion", "bash").out()).contains("_complete_nightshift", "--dependency-token", "records");
        assertThat(run("completion", "zsh").out()).startsWith("autoload -U +X bashcompinit");
        assertThat(run("completion", "fish").out())
                .contains("-n __fish_use_subcommand -a enqueue -d 'Enqueues an operation")
                .contains("-n '__fish_seen_subcommand_from wait' -l timeout -r -d ");
        assertThat(run("completion", "csh").exitCode()).isEqualTo(2);
    }
}
