package io.nightshift.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.nightshift.chaos.JournalLine.What;
import io.nightshift.operation.Move;
import java.util.Map;
import java.util.TreeMap;

/** The table that is printed at the end. */
final class Report {

    private final StringBuilder text = new StringBuilder();

    private Report() {}

    static String of(String title, Storm.Aftermath aftermath, Checker.Findings findings) {
        Evidence evidence = aftermath.evidence();
        Map<What, Long> lines =
                evidence.journal().stream().collect(groupingBy(JournalLine::what, TreeMap::new, counting()));
        Map<String, Long> attempts =
                evidence.attempts().stream().collect(groupingBy(Evidence.Attempt::move, TreeMap::new, counting()));
        double seconds = aftermath.lasted().toMillis() / 1000.0;
        Report report = new Report();
        report.text.append("\nChaos on ").append(title).append('\n');
        report.row("operations", evidence.enqueued().size());
        report.row(
                "in lanes",
                evidence.enqueued().values().stream()
                        .filter(p -> p.lane() != null)
                        .count());
        report.row("kills, Locked at each", aftermath.lockedAtKill().size() + ": " + aftermath.lockedAtKill());
        report.row("stops beyond the lease", lines.getOrDefault(What.STOPPED, 0L));
        report.row("orderly ends", lines.getOrDefault(What.DRAINED, 0L));
        report.row("leases lost, as nodes saw it", lines.getOrDefault(What.LOST, 0L));
        report.row("fenced writes", lines.getOrDefault(What.FENCED, 0L));
        report.row("attempts that did not end it", attempts);
        report.row("moves by the user", new TreeMap<Move, Integer>(aftermath.moved()));
        report.row(
                "effects, steps",
                evidence.effects().size() + ", " + evidence.steps().size());
        report.row("bulk moves", aftermath.bulkMoves());
        report.row("holds", HeldTarget.count(evidence));
        report.row("runs in the journal", lines.getOrDefault(What.STARTED, 0L));
        report.row("overlaps after a lease ended", findings.overlaps());
        report.row("ran again after the next began", findings.ranAgain());
        report.row("statements that failed", lines.getOrDefault(What.FAILED, 0L));
        report.row("violations", findings.violations().size());
        report.row(
                "minutes, operations/s",
                "%.1f, %.0f".formatted(seconds / 60, evidence.enqueued().size() / seconds));
        return report.text.toString();
    }

    private void row(String name, Object value) {
        text.append("  %-30s %s%n".formatted(name, value));
    }
}
