package io.nightshift.server.demo;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StateCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A snapshot as lines of text. */
final class Board {

    private static final int BAR = 16;

    private Board() {}

    static List<String> lines(Snapshot now) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        for (Map.Entry<String, List<AsyncOperation>> lane : now.lanes().entrySet()) {
            lines.add(lane(lane.getKey().isEmpty() ? "(no lane)" : lane.getKey(), lane.getValue()));
        }
        lines.add("");
        lines.add(counts(now));
        return lines;
    }

    /** {@code Ready 3 · Suspended 1 · Locked 9 · Completed 227}. */
    static String counts(Snapshot now) {
        return String.format(
                Locale.ROOT,
                "  Ready %d · Suspended %d · Locked %d · Completed %d",
                now.count(StateCode.READY),
                now.count(StateCode.SUSPENDED),
                now.count(StateCode.LOCKED),
                now.count(StateCode.COMPLETED));
    }

    private static String lane(String name, List<AsyncOperation> operations) {
        long done = operations.stream().filter(AsyncOperation::isCompleted).count();
        int filled = (int) (BAR * done / operations.size());
        String head = operations.stream()
                .filter(operation -> !operation.isCompleted() && operation.state() != StateCode.READY)
                .findFirst()
                .map(Board::head)
                .orElse("");
        return String.format(
                Locale.ROOT,
                "  %-11s %s%s %3d/%-3d %s",
                name,
                "█".repeat(filled),
                "░".repeat(BAR - filled),
                done,
                operations.size(),
                head);
    }

    private static String head(AsyncOperation operation) {
        String text = Snapshot.country(operation);
        if (operation.state() == StateCode.SUSPENDED) {
            text += ", "
                    + (operation.cause() == null
                            ? "Suspended"
                            : operation.cause().label());
        }
        return operation.progressText() == null ? text : text + ", " + operation.progressText();
    }
}
