package io.nightshift.platform.maintenance;

import io.nightshift.execution.AsyncService;
import io.nightshift.execution.HandlerOptions;
import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.queue.SystemJobs;
import io.nightshift.sdk.OrganizationServiceFault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jooq.exception.DataAccessException;

/** Runs the maintenance jobs: one for each type, in the organization of its operation. Thread-safe. */
public final class MaintenanceHandler implements OperationHandler {

    /** The types of the jobs, in the order in which they run: what is measured late in it has seen what comes early. */
    public static final List<OperationType> TYPES = List.of(
            OperationType.DELETION_SERVICE,
            OperationType.UPDATE_CONTRACT_STATES,
            OperationType.UPDATE_STATISTIC_INTERVALS,
            OperationType.ORGANIZATION_FULL_TEXT_CATALOG_INDEX,
            OperationType.COLLECT_ORGANIZATION_STATISTICS,
            OperationType.COLLECT_ORGANIZATION_DATABASE_STATISTICS,
            OperationType.COLLECTION_ORGANIZATION_SIZE_STATISTICS,
            OperationType.CALCULATE_ORGANIZATION_STORAGE_SIZE,
            OperationType.CALCULATE_ORGANIZATION_MAXIMUM_STORAGE_SIZE,
            OperationType.STORAGE_LIMIT_NOTIFICATION,
            OperationType.SQM_DATA_COLLECTION);

    private static final Duration LONGEST = Duration.ofHours(2);

    private final Map<OperationType, OperationHandler> jobs = new EnumMap<>(OperationType.class);

    /**
     * The jobs.
     *
     * @param requests gives each of them the context that it works in
     * @param systemJobs where the usage summary looks
     */
    public MaintenanceHandler(
            OperationRequests requests,
            OrganizationDatabase database,
            MaintenanceSettings settings,
            SystemJobs systemJobs) {
        StorageSizes sizes = new StorageSizes(requests, settings);
        TableStatistics statistics = new TableStatistics(requests);
        jobs.put(OperationType.DELETION_SERVICE, new DeletionService(requests));
        jobs.put(OperationType.UPDATE_CONTRACT_STATES, new ContractStates(requests));
        jobs.put(OperationType.UPDATE_STATISTIC_INTERVALS, new StatisticIntervals(requests, database));
        jobs.put(OperationType.ORGANIZATION_FULL_TEXT_CATALOG_INDEX, new SearchIndexes(requests, database));
        jobs.put(OperationType.COLLECT_ORGANIZATION_STATISTICS, statistics::rows);
        jobs.put(OperationType.COLLECT_ORGANIZATION_DATABASE_STATISTICS, statistics::use);
        jobs.put(OperationType.COLLECTION_ORGANIZATION_SIZE_STATISTICS, statistics::bytes);
        jobs.put(OperationType.CALCULATE_ORGANIZATION_STORAGE_SIZE, sizes::size);
        jobs.put(OperationType.CALCULATE_ORGANIZATION_MAXIMUM_STORAGE_SIZE, sizes::maximum);
        jobs.put(OperationType.STORAGE_LIMIT_NOTIFICATION, sizes::notification);
        jobs.put(OperationType.SQM_DATA_COLLECTION, new UsageSummary(requests, systemJobs));
    }

    /** Registers the jobs with a service. */
    public void register(AsyncService service) {
        TYPES.forEach(type -> service.handle(type, HandlerOptions.DEFAULT.deadline(LONGEST), this));
    }

    @Override
    public Outcome handle(OperationContext context) throws Exception {
        OperationHandler job = jobs.get(context.type());
        if (job == null) {
            throw new IllegalStateException("No job is registered for " + context.type() + ".");
        }
        try {
            return job.handle(context);
        } catch (OrganizationServiceFault e) {
            return new Outcome.Failed(e.errorCode(), String.valueOf(e.getMessage()));
        } catch (DataAccessException e) {
            throw OrganizationDatabase.sqlException(e);
        }
    }
}
