package io.nightshift.platform.maintenance;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.record.OperationRequests;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Type 14: removes what deletes leave behind, and what is older than anybody looks at. It goes page by page, each with how
 * far it has come, so that a pause or a crash goes on there.
 */
final class DeletionService implements OperationHandler {

    private final OperationRequests requests;

    DeletionService(OperationRequests requests) {
        this.requests = requests;
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        Cursor cursor = operation.checkpoint() == null ? new Cursor(0, 0) : Cursor.read(operation.checkpoint());
        List<Leftovers> all = Leftovers.ALL;
        while (cursor.step() < all.size()) {
            Cursor before = cursor;
            Cursor[] after = new Cursor[1];
            Leftovers leftovers = all.get(before.step());
            operation.saveCheckpoint(connection -> {
                Leftovers.Page page = leftovers.removePage(requests.of(connection, operation), operation::log);
                after[0] = before.after(page.removed(), page.isMore());
                return new OperationContext.Checkpoint(
                        after[0].text(), 100 * after[0].step() / all.size(), after[0].shown());
            });
            cursor = after[0];
        }
        return Outcome.succeeded(cursor.shown());
    }

    /** How far it has come. */
    private record Cursor(int step, long removed) {

        Cursor after(int removedNow, boolean isMore) {
            return new Cursor(isMore ? step : step + 1, removed + removedNow);
        }

        String shown() {
            return String.format(Locale.ROOT, "%,d rows removed.", removed);
        }

        String text() {
            return step + " " + removed;
        }

        static Cursor read(String text) {
            int space = text.indexOf(' ');
            return new Cursor(Integer.parseInt(text.substring(0, space)), Long.parseLong(text.substring(space + 1)));
        }
    }
}
