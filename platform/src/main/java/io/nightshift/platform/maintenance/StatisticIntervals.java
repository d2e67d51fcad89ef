package io.nightshift.platform.maintenance;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RequestContext;
import java.sql.SQLException;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * Type 24: sees to it that the planner knows the tables as they are. A table of which a tenth has changed since it was last
 * analyzed is analyzed now, and a large one is told to be analyzed more often than PostgreSQL would by itself.
 */
final class StatisticIntervals implements OperationHandler {

    private static final long LARGE = 100_000;
    private static final long VERY_LARGE = 1_000_000;
    private static final long FEW = 500;

    private final OperationRequests requests;
    private final OrganizationDatabase database;

    StatisticIntervals(OperationRequests requests, OrganizationDatabase database) {
        this.requests = requests;
        this.database = database;
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        List<TableFacts> tables = read(operation);
        int analyzed = 0;
        int told = 0;
        String before = operation.checkpoint();
        for (TableFacts table : tables) {
            boolean isDone = before != null && table.table().compareTo(before) <= 0;
            if (isDone || (!isStale(table) && table.rows() < LARGE)) {
                continue;
            }
            operation.saveCheckpoint(table.table(), null, table.table(), connection -> {
                RequestContext context = requests.of(connection, operation);
                // Whoever changes the table's columns just now is let past; tomorrow is another day.
                context.sql().setLocal(DSL.name("lock_timeout"), DSL.val("2s")).execute();
                if (table.rows() >= LARGE) {
                    interval(context, table);
                }
                if (isStale(table)) {
                    context.sql()
                            .execute(
                                    "analyze {0}",
                                    DSL.table(DSL.name(context.organization().schema(), table.table())));
                }
            });
            analyzed += isStale(table) ? 1 : 0;
            told += table.rows() >= LARGE ? 1 : 0;
        }
        return Outcome.succeeded(analyzed + " tables analyzed, " + told + " with an interval of their own.");
    }

    private List<TableFacts> read(OperationContext operation) throws SQLException {
        return database.inTransaction(connection -> TableFacts.of(requests.of(connection, operation)));
    }

    private static void interval(RequestContext context, TableFacts table) {
        context.sql()
                .execute(
                        "alter table {0} set (autovacuum_analyze_scale_factor = {1})",
                        DSL.table(DSL.name(context.organization().schema(), table.table())),
                        DSL.inline(table.rows() >= VERY_LARGE ? 0.01 : 0.02));
    }

    private static boolean isStale(TableFacts table) {
        return table.changed() > FEW + table.rows() / 10;
    }
}
