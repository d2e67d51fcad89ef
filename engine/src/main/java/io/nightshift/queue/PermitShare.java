package io.nightshift.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How nodes share a limit. Each gets what it can use as long as the others get their equal part; where there are fewer permits
 * than nodes that want one, who has some gives them up for whoever waits, the longest first.
 */
final class PermitShare {

    private PermitShare() {}

    /**
     * What another node has.
     *
     * @param granted what it counts as taken, whether in use or not
     * @param waitingSince since when it wants some and has none; null when it has some or wants none
     */
    record Node(int granted, int wanted, @Nullable Instant waitingSince) {}

    /**
     * How many a node may have in hand. It may be fewer than it uses: then it takes nothing new until enough have ended, and
     * what it uses stays counted as granted.
     *
     * @param waitingSince since when this node waits; null when it does not
     */
    static int of(int most, RunningLimits.Need need, @Nullable Instant waitingSince, List<Node> others) {
        int wanted = Math.min(most, Math.max(need.wanted(), need.used()));
        int available = most - others.stream().mapToInt(Node::granted).sum();
        long claimants = others.stream().filter(node -> node.wanted() > 0).count() + (wanted > 0 ? 1 : 0);
        int fair = claimants == 0 ? most : (int) (most / claimants);
        int kept = 0;
        for (Node node : others) {
            kept += fair > 0
                    ? Math.max(0, Math.min(node.wanted(), fair) - node.granted())
                    : isBefore(node, need, waitingSince) ? 1 : 0;
        }
        int target = Math.max(Math.min(wanted, fair), Math.min(wanted, available - kept));
        return Math.max(0, Math.min(target, available));
    }

    /** Whether a node that waits comes before this one: before one that has something always. */
    private static boolean isBefore(Node other, RunningLimits.Need need, @Nullable Instant waitingSince) {
        Instant since = other.waitingSince();
        return since != null && (need.used() > 0 || waitingSince == null || since.isBefore(waitingSince));
    }
}
