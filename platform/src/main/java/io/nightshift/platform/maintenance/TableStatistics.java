package io.nightshift.platform.maintenance;

import io.nightshift.execution.OperationContext;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.maintenance.OrganizationStatistics.Measure;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RequestContext;
import java.sql.SQLException;
import java.util.List;

/** Types 16, 19 and 20: what an organization's tables hold, how they are used, and how large they are. Nothing is counted. */
final class TableStatistics {

    private final OperationRequests requests;

    TableStatistics(OperationRequests requests) {
        this.requests = requests;
    }

    /** Records of each entity, as far as PostgreSQL has looked. */
    Outcome rows(OperationContext operation) throws SQLException {
        return collect(operation, (facts, statistics) -> {
            if (facts.rows() > 0) {
                statistics.add(Measure.ROWS, facts.table(), facts.rows());
            }
        });
    }

    /** What changes have left behind, and whether queries find their way by an index. */
    Outcome use(OperationContext operation) throws SQLException {
        return collect(operation, (facts, statistics) -> {
            if (facts.rows() > 0) {
                statistics
                        .add(Measure.DEAD_ROWS, facts.table(), facts.deadRows())
                        .add(Measure.SEQUENTIAL_SCANS, facts.table(), facts.sequentialScans())
                        .add(Measure.INDEX_SCANS, facts.table(), facts.indexScans());
            }
        });
    }

    /** Bytes of each table that has rows, with its indexes. */
    Outcome bytes(OperationContext operation) throws SQLException {
        return collect(operation, (facts, statistics) -> {
            if (facts.rows() > 0) {
                statistics.add(Measure.TABLE_BYTES, facts.table(), facts.bytes());
            }
        });
    }

    @FunctionalInterface
    private interface Collecting {
        void from(TableFacts facts, OrganizationStatistics statistics);
    }

    private Outcome collect(OperationContext operation, Collecting collecting) throws SQLException {
        return operation.transaction(connection -> {
            RequestContext context = requests.of(connection, operation);
            List<TableFacts> tables = TableFacts.of(context);
            OrganizationStatistics statistics = new OrganizationStatistics();
            tables.forEach(facts -> collecting.from(facts, statistics));
            statistics.write(context);
            return Outcome.succeeded(tables.size() + " tables, " + statistics.size() + " values.");
        });
    }
}
