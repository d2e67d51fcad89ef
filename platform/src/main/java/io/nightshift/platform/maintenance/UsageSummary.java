package io.nightshift.platform.maintenance;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.maintenance.OrganizationStatistics.Measure;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Type 9: how the organization is used, in round numbers, for its own administrator to read. It stays in the database;
 * nothing is sent anywhere.
 */
final class UsageSummary implements OperationHandler {

    private final OperationRequests requests;
    private final SystemJobs systemJobs;

    UsageSummary(OperationRequests requests, SystemJobs systemJobs) {
        this.requests = requests;
        this.systemJobs = systemJobs;
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        Map<String, Long> byStatus = new TreeMap<>();
        systemJobs
                .counts(operation.organization())
                .forEach((standing, count) -> byStatus.merge(standing.status().label(), count, Long::sum));
        return operation.transaction(connection -> {
            RequestContext context = requests.of(connection, operation);
            ObjectNode summary = JsonMapper.shared().createObjectNode();
            ObjectNode records = summary.putObject("records");
            for (TableFacts table : TableFacts.of(context)) {
                if (table.rows() > 0) {
                    records.put(table.table(), table.rows());
                }
            }
            ObjectNode operations = summary.putObject("operations");
            OrganizationStatistics statistics = new OrganizationStatistics();
            byStatus.forEach((status, count) -> {
                operations.put(status, count);
                statistics.add(Measure.OPERATIONS, status, count);
            });
            statistics.write(context);
            return Outcome.succeeded(JsonMapper.shared().writeValueAsString(summary));
        });
    }
}
