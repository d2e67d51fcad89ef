package io.nightshift.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.nightshift.chaos.Evidence.Attempt;
import io.nightshift.chaos.Evidence.Completed;
import io.nightshift.chaos.Evidence.Effect;
import io.nightshift.chaos.Evidence.Step;
import io.nightshift.chaos.JournalLine.What;
import io.nightshift.chaos.Runs.Run;
import io.nightshift.operation.LimitKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Holds the evidence against the promises: nothing lost, nothing committed twice, lanes in order, no two runs of a lane at
 * the same time. The one exception is counted and not hidden: when a node's lease has ended, its handlers may run on while
 * their operations run again elsewhere, and whatever they then write is refused.
 */
final class Checker {

    private static final int SUCCEEDED = 30;

    private final Evidence evidence;
    private final Runs runs;
    private final Map<UUID, Completed> completed = new HashMap<>();
    private final Map<Runs.Key, Attempt> rescued = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<What, Integer> overlaps = new EnumMap<>(What.class);
    private final Set<Runs.Key> ranAgain = new HashSet<>();

    private Checker(Evidence evidence) {
        this.evidence = evidence;
        this.runs = new Runs(evidence.journal());
        evidence.completed().forEach(c -> completed.put(c.operation(), c));
        evidence.attempts().stream()
                .filter(attempt -> attempt.move().equals("rescue"))
                .forEach(attempt -> rescued.put(new Runs.Key(attempt.operation(), attempt.attempt()), attempt));
    }

    /**
     * What was found.
     *
     * @param violations of the promises, a sentence each
     * @param overlaps of runs in a lane or of one operation, by what had ended the lease of one of the two
     * @param ranAgain how many ran once more after one behind them had begun, because the node died before their results and
     *     that one's were recorded
     */
    record Findings(List<String> violations, Map<What, Integer> overlaps, int ranAgain) {}

    static Findings check(Evidence evidence) {
        Checker checker = new Checker(evidence);
        checker.violations.addAll(checker.runs.contradictions());
        checker.nothingIsLost();
        checker.nothingIsCommittedTwice();
        checker.attemptsAddUp();
        checker.lanesAreInOrder();
        checker.limitsAreKept();
        checker.violations.addAll(HeldTarget.violations(evidence));
        return new Findings(List.copyOf(checker.violations), Map.copyOf(checker.overlaps), checker.ranAgain.size());
    }

    private void nothingIsLost() {
        if (evidence.live() > 0) {
            violations.add(evidence.live() + " operations are not completed");
        }
        Map<UUID, Long> rows = evidence.completed().stream().collect(groupingBy(Completed::operation, counting()));
        rows.forEach((id, count) -> {
            if (count > 1) {
                violations.add("completed " + count + " times: " + id);
            }
            if (!evidence.enqueued().containsKey(id)) {
                violations.add("completed, but nobody enqueued it: " + id);
            }
        });
        evidence.enqueued().forEach((id, planned) -> {
            Completed end = completed.get(id);
            if (end == null) {
                violations.add("lost: " + id + " " + planned);
            } else if (end.status() != SUCCEEDED) {
                violations.add("ended in status " + end.status() + ": " + id + " " + planned);
            } else if (!end.result().equals(planned.kind().hasEffect() ? "transaction" : "plain")) {
                violations.add("ended with another result, '" + end.result() + "': " + id + " " + planned);
            }
        });
    }

    private void nothingIsCommittedTwice() {
        Map<UUID, List<Effect>> effects = evidence.effects().stream().collect(groupingBy(Effect::operation));
        Map<UUID, List<Step>> steps = evidence.steps().stream().collect(groupingBy(Step::operation));
        evidence.enqueued().forEach((id, planned) -> {
            List<Effect> own = effects.getOrDefault(id, List.of());
            int expected = planned.kind().hasEffect() ? 1 : 0;
            if (own.size() != expected) {
                violations.add("committed " + own.size() + " times instead of " + expected + ": " + id + " " + own);
            }
            Completed end = completed.get(id);
            if (own.size() == 1 && end != null && own.getFirst().attempt() != end.attempt()) {
                violations.add("committed by attempt " + own.getFirst().attempt() + " and completed by " + end.attempt()
                        + ": " + id);
            }
            List<Integer> done =
                    steps.getOrDefault(id, List.of()).stream().map(Step::step).toList();
            List<Integer> due =
                    IntStream.rangeClosed(1, planned.kind().steps()).boxed().toList();
            if (!done.equals(due)) {
                violations.add("committed the steps " + done + " instead of " + due + ": " + id);
            }
        });
    }

    /** Each attempt but the last has its row; what was taken over belonged to a node that had lost its lease. */
    private void attemptsAddUp() {
        Map<UUID, List<Attempt>> attempts = evidence.attempts().stream().collect(groupingBy(Attempt::operation));
        for (Completed end : completed.values()) {
            List<Integer> numbers = attempts.getOrDefault(end.operation(), List.of()).stream()
                    .map(Attempt::attempt)
                    .toList();
            List<Integer> due = IntStream.range(1, end.attempt()).boxed().toList();
            if (!numbers.equals(due) || end.claimNumber() < end.attempt()) {
                violations.add("completed by attempt " + end.attempt() + " and claim " + end.claimNumber()
                        + ", with rows of the attempts " + numbers + ": " + end.operation());
            }
            if (runs.of(end.operation(), end.attempt()).filter(Run::ended).isEmpty()) {
                violations.add("completed by a run that the journal does not know: " + end);
            }
        }
        for (Attempt attempt : rescued.values()) {
            if (runs.leaseEnd(attempt).isEmpty()) {
                violations.add("taken from a node that had not lost its lease: " + attempt);
            }
        }
    }

    private void lanesAreInOrder() {
        Map<String, List<Run>> lanes = new HashMap<>();
        runs.all()
                .filter(run -> evidence.enqueued().containsKey(run.key().operation()))
                .sorted(Comparator.comparingLong(Run::start))
                .forEach(run -> lanes.computeIfAbsent(laneOf(run), lane -> new ArrayList<>())
                        .add(run));
        lanes.forEach((lane, members) -> {
            for (int i = 0; i < members.size(); i++) {
                for (int j = i + 1; j < members.size(); j++) {
                    compare(lane, members.get(i), members.get(j));
                }
            }
        });
        Map<String, Integer> last = new HashMap<>();
        for (Effect effect : evidence.effects()) {
            Planned planned = evidence.enqueued().get(effect.operation());
            if (planned != null && planned.lane() != null) {
                Integer before = last.put(planned.lane(), planned.position());
                if (before != null && before > planned.position()) {
                    violations.add("committed " + planned.position() + " after " + before + " in " + planned.lane());
                }
            }
        }
    }

    /** As many as fit run at the same time, those left out that a node ran on with when its lease had ended. */
    private void limitsAreKept() {
        Map<LimitKey, List<Run>> limits = new HashMap<>();
        runs.all()
                .filter(run -> evidence.enqueued().containsKey(run.key().operation()))
                .filter(run -> pardon(run).isEmpty())
                .forEach(run -> {
                    LimitKey limit =
                            evidence.enqueued().get(run.key().operation()).limit();
                    if (limit != null) {
                        limits.computeIfAbsent(limit, key -> new ArrayList<>()).add(run);
                    }
                });
        limits.forEach((limit, limited) -> {
            for (Run run : limited) {
                long atItsStart = limited.stream()
                        .filter(other -> other.start() <= run.start() && run.start() < other.end())
                        .count();
                if (atItsStart > limit.width()) {
                    violations.add(atItsStart + " ran at the same time under " + limit + " when this began: " + run);
                }
            }
        });
    }

    /** An operation without a token is a lane of its own: its runs may not overlap either. */
    private String laneOf(Run run) {
        Planned planned = evidence.enqueued().get(run.key().operation());
        return planned.lane() != null ? planned.lane() : run.key().operation().toString();
    }

    private void compare(String lane, Run first, Run second) {
        if (first.overlaps(second)) {
            Optional<What> cause = pardon(first).or(() -> pardon(second));
            if (cause.isPresent()) {
                overlaps.merge(cause.get(), 1, Integer::sum);
            } else {
                violations.add("ran at the same time in " + lane + ": " + first + " and " + second);
            }
        }
        outOfOrder(first, second).or(() -> outOfOrder(second, first)).ifPresent(violations::add);
    }

    /** Whether a run of a later member began before the run that completed the earlier one had ended. */
    private Optional<String> outOfOrder(Run earlier, Run later) {
        int before = evidence.enqueued().get(earlier.key().operation()).position();
        int after = evidence.enqueued().get(later.key().operation()).position();
        if (before >= after || !isCompleting(earlier) || later.start() >= earlier.end()) {
            return Optional.empty();
        }
        if (!isCompleting(later) && hadEndedOnce(earlier, later.start())) {
            ranAgain.add(earlier.key());
            return Optional.empty();
        }
        return Optional.of(
                "member " + after + " began before member " + before + " had ended: " + later + " and " + earlier);
    }

    private boolean isCompleting(Run run) {
        Completed end = completed.get(run.key().operation());
        return end != null && end.attempt() == run.key().attempt();
    }

    /** Whether its handler had come to its end, in a run whose result was lost with its node. */
    private boolean hadEndedOnce(Run run, long number) {
        return IntStream.range(1, run.key().attempt())
                .mapToObj(attempt -> runs.of(run.key().operation(), attempt))
                .flatMap(Optional::stream)
                .anyMatch(lost -> lost.ended() && lost.end() < number && rescued.containsKey(lost.key()));
    }

    private Optional<What> pardon(Run run) {
        return Optional.ofNullable(rescued.get(run.key())).flatMap(runs::leaseEnd);
    }
}
