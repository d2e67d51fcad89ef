package io.nightshift.chaos;

import io.nightshift.chaos.Evidence.Attempt;
import io.nightshift.chaos.JournalLine.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The runs of handlers as the journal tells them, and when nodes lost their leases. */
final class Runs {

    /** One start of a handler by the attempt it is of. */
    record Key(UUID operation, int attempt) {}

    /**
     * One run of a handler.
     *
     * @param start the number of its first line
     * @param end that of its last, or of the end of its process, or {@link Long#MAX_VALUE} when there is neither
     * @param ended whether the handler came to an end by itself
     */
    record Run(Key key, String node, long start, long end, boolean ended) {
        boolean overlaps(Run other) {
            return start < other.end && other.start < end;
        }
    }

    /** The end of one lease of a node; its leases end one after another. */
    private record LeaseEnd(What what, long number, boolean said) {}

    private final Map<Key, Run> runs = new LinkedHashMap<>();
    private final Map<String, List<LeaseEnd>> leaseEnds = new HashMap<>();
    private final Map<String, Long> processEnds = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();

    Runs(List<JournalLine> journal) {
        for (JournalLine line : journal) {
            Key key = new Key(line.operation(), line.attempt());
            if (line.what() == What.STARTED) {
                Run first = runs.putIfAbsent(key, new Run(key, line.node(), line.number(), Long.MAX_VALUE, false));
                if (first != null) {
                    contradictions.add(
                            "started twice under one claim: " + key + " on " + first.node() + " and " + line.node());
                }
            } else if (line.what() == What.ENDED) {
                runs.computeIfPresent(key, (k, run) -> new Run(k, run.node(), run.start(), line.number(), true));
            } else if (line.what().endsLease()) {
                leaseEnds(line);
            } else if (line.what().endsProcess()) {
                processEnds.put(line.node(), line.number());
            }
        }
        runs.replaceAll((key, run) -> run.ended()
                ? run
                : new Run(key, run.node(), run.start(), processEnds.getOrDefault(run.node(), Long.MAX_VALUE), false));
    }

    Stream<Run> all() {
        return runs.values().stream();
    }

    Optional<Run> of(UUID operation, int attempt) {
        return Optional.ofNullable(runs.get(new Key(operation, attempt)));
    }

    /** What the journal says that cannot be. */
    List<String> contradictions() {
        return contradictions;
    }

    /**
     * What had ended the lease under which an attempt ran that was taken over; empty when it had not ended. What the test
     * does to a process ends its lease at the earliest then; that a process lost its lease it says only afterwards.
     */
    Optional<What> leaseEnd(Attempt attempt) {
        List<LeaseEnd> ends = leaseEnds.getOrDefault(attempt.node(), List.of());
        if (attempt.incarnation() > ends.size()) {
            return Optional.empty();
        }
        LeaseEnd end = ends.get(attempt.incarnation() - 1);
        boolean inTime = end.what() == What.LOST || end.number() < nextStart(attempt);
        return inTime ? Optional.of(end.what()) : Optional.empty();
    }

    private long nextStart(Attempt attempt) {
        return runs.values().stream()
                .filter(run -> run.key().operation().equals(attempt.operation())
                        && run.key().attempt() > attempt.attempt())
                .mapToLong(Run::start)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** A process that stood still says afterwards that it lost the lease; that is the same end. */
    private void leaseEnds(JournalLine line) {
        List<LeaseEnd> ends = leaseEnds.computeIfAbsent(line.node(), node -> new ArrayList<>());
        boolean known = line.what() == What.LOST
                && !ends.isEmpty()
                && ends.getLast().what() == What.STOPPED
                && !ends.getLast().said();
        if (known) {
            ends.add(new LeaseEnd(What.STOPPED, ends.removeLast().number(), true));
        } else {
            ends.add(new LeaseEnd(line.what(), line.number(), line.what() == What.LOST));
        }
    }
}
