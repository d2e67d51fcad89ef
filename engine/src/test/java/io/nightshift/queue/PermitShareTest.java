package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However nodes ask and end, together they never have more than the limit, nobody starves, and nothing lies idle. */
class PermitShareTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final class Node {
        int granted;
        int cap;
        int used;
        int backlog;

        @Nullable
        Instant waitingSince;

        int wentWithout;
    }

    @Test
    void togetherTheyNeverHaveMoreAndEachGetsSome() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int most = 1 + random.nextInt(9);
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                nodes.add(new Node());
            }
            for (int round = 0; round < 400; round++) {
                Node node = nodes.get(random.nextInt(nodes.size()));
                // What runs ends some time; what has a permit starts.
                nodes.forEach(any -> {
                    any.used -= any.used == 0 ? 0 : random.nextInt(any.used + 1);
                    any.used = Math.max(any.used, Math.min(any.cap, any.used + any.backlog));
                });
                node.backlog = random.nextInt(4) == 0 ? 0 : 50;
                deal(most, node, nodes, START.plusMillis(round));
                int running = nodes.stream().mapToInt(any -> any.used).sum();
                int granted = nodes.stream().mapToInt(any -> any.granted).sum();
                assertThat(running).as("seed %s, round %s", seed, round).isLessThanOrEqualTo(most);
                assertThat(granted).as("seed %s, round %s", seed, round).isLessThanOrEqualTo(most);
            }
        }
    }

    @Test
    void whoeverWantsSomeGetsSomeAndTheWholeLimitIsUsed() {
        for (int most = 1; most <= 5; most++) {
            for (int count = 1; count <= 5; count++) {
                List<Node> nodes = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    Node node = new Node();
                    node.backlog = 1000;
                    nodes.add(node);
                }
                int used = 0;
                for (int round = 0; round < 40; round++) {
                    for (Node node : nodes) {
                        node.used = 0; // short operations: all have ended by the next deal
                        deal(most, node, nodes, START.plusSeconds(round * 10L + nodes.indexOf(node)));
                        node.used = Math.min(node.cap, node.backlog);
                        node.wentWithout = node.used > 0 ? 0 : node.wentWithout + 1;
                        assertThat(node.wentWithout)
                                .as("%s permits, %s nodes, round %s", most, count, round)
                                .isLessThanOrEqualTo(2 * count);
                    }
                    used = nodes.stream().mapToInt(node -> node.used).sum();
                    assertThat(used).isLessThanOrEqualTo(most);
                }
                if (count <= most) {
                    assertThat(used).as("%s permits, %s nodes", most, count).isEqualTo(most);
                }
            }
        }
    }

    @Test
    void aLowerLimitTakesNothingBackButLetsNothingNewStart() {
        Node node = new Node();
        node.backlog = 50;
        deal(8, node, List.of(node), START);
        node.used = node.cap;
        assertThat(node.cap).isEqualTo(8);
        deal(3, node, List.of(node), START);
        assertThat(node.cap).isEqualTo(3);
        assertThat(node.granted).isEqualTo(8);
    }

    private static void deal(int most, Node node, List<Node> nodes, Instant now) {
        RunningLimits.Need need = new RunningLimits.Need(node.used, node.backlog > 0 ? 50 : node.used);
        List<PermitShare.Node> others = nodes.stream()
                .filter(other -> other != node)
                .map(other ->
                        new PermitShare.Node(other.granted, other.backlog > 0 ? 50 : other.used, other.waitingSince))
                .toList();
        node.cap = PermitShare.of(most, need, node.waitingSince, others);
        node.granted = Math.max(node.cap, node.used);
        boolean waits = node.granted == 0 && need.wanted() > 0;
        node.waitingSince = waits ? (node.waitingSince == null ? now : node.waitingSince) : null;
    }
}
