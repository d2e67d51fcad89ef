package io.nightshift.chaos;

import io.nightshift.chaos.JournalLine.What;
import io.nightshift.queue.Hold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the journal calls a thing that is held, and whether anything that it covers started meanwhile. */
final class HeldTarget {

    private static final long LEASE_MILLIS = 5000;

    private HeldTarget() {}

    static String of(Hold.Target target) {
        return target.messageName() != null
                ? "message:" + target.messageName()
                : target.token() != null ? "lane:" + target.token() : "limit:" + target.limitKey();
    }

    private static List<String> of(Planned planned) {
        List<String> names = new ArrayList<>(List.of("message:" + planned.kind().message()));
        if (planned.lane() != null) {
            names.add("lane:" + planned.lane());
        }
        if (planned.limit() != null) {
            names.add("limit:" + planned.limit().key());
        }
        return names;
    }

    /**
     * Starts between the moment in which a hold was accepted and that in which its lifting began. A node whose lease ended
     * at about that time was not waited for; whatever it writes is refused.
     */
    static List<String> violations(Evidence evidence) {
        Set<String> held = new HashSet<>();
        List<String> violations = new ArrayList<>();
        for (JournalLine line : evidence.journal()) {
            switch (line.what()) {
                case HELD -> held.add(line.note());
                case FREED -> held.remove(line.note());
                case STARTED -> {
                    Planned planned = evidence.enqueued().get(line.operation());
                    if (planned != null) {
                        of(planned).stream()
                                .filter(held::contains)
                                .filter(name -> !lostItsLease(evidence, line))
                                .map(name -> "started although held (" + name + "): " + line.operation() + " on "
                                        + line.node())
                                .forEach(violations::add);
                    }
                }
                default -> {}
            }
        }
        return violations;
    }

    private static boolean lostItsLease(Evidence evidence, JournalLine start) {
        return evidence.journal().stream()
                .filter(line -> line.what().endsLease() && line.node().equals(start.node()))
                .anyMatch(line -> Math.abs(line.millis() - start.millis()) < LEASE_MILLIS);
    }

    /** How often something was held. */
    static long count(Evidence evidence) {
        return evidence.journal().stream()
                .filter(line -> line.what() == What.HELD)
                .count();
    }
}
