package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.Platform;
import io.nightshift.queue.Claim;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The platform as a server sets it up, with a definition of ten updates in YAML: each step goes through rights, events and
 * the version of its record, and leaves a line in the workflow's log.
 */
final class NightshiftWorkflows implements Contender {

    private static final UUID WORKFLOW = TenSteps.account(1L << 40);
    private static final int CONNECTIONS_OF_THE_SERVICE = 12;

    @Override
    public void setup(AgentOptions options) throws SQLException {
        try (HikariDataSource database = options.pool(2)) {
            OrganizationService records = records(TenSteps.prepare(options, database));
            records.create(new Entity("workflow", WORKFLOW)
                    .set("name", "Ten steps")
                    .set("primaryentity", "account")
                    .set("scope", new OptionSetValue(4))
                    .set("ondemand", true)
                    .set("clientdata", document()));
            records.execute(new SetStateRequest(
                    new EntityReference("workflow", WORKFLOW), new OptionSetValue(1), new OptionSetValue(2)));
        }
    }

    private static String document() {
        return IntStream.rangeClosed(1, TenSteps.STEPS)
                .mapToObj(step ->
                        "  - step" + step + ": {call: update, with: {set: {numberofemployees: " + step + "}}}\n")
                .collect(Collectors.joining(
                        "",
                        "document: {dsl: '1.0.0', namespace: bench, name: ten-steps, version: '1.0.0'}\ndo:\n",
                        ""));
    }

    private static OrganizationService records(Platform platform) throws SQLException {
        return platform.service(
                TenSteps.ORGANIZATION,
                platform.organization(TenSteps.ORGANIZATION).systemUserId());
    }

    @Override
    public Producer producer(AgentOptions options, int threads) throws SQLException {
        HikariDataSource database = options.pool(threads + 1);
        AsyncService service = TenSteps.service(database, ServiceListener.NONE);
        OrganizationService records = records(new Platform(database, service.queue()));
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) {
                records.execute(start(id));
            }

            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) {
                List<OrganizationRequest> all = LongStream.range(first, first + count)
                        .mapToObj(this::start)
                        .toList();
                records.execute(new ExecuteTransactionRequest(all, false));
            }

            private OrganizationRequest start(long id) {
                return new ExecuteWorkflowRequest(WORKFLOW, TenSteps.account(id));
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }

    @Override
    public Worker worker(AgentOptions options, Job job) throws SQLException {
        HikariDataSource database = options.pool(TenSteps.THREADS + CONNECTIONS_OF_THE_SERVICE, 2);
        AsyncService service = TenSteps.service(database, new Ends(job));
        new Platform(database, service.queue()).handle(service);
        return service::start;
    }

    /** An instance tells that it has ended; its steps are counted then. */
    private record Ends(Job job) implements ServiceListener {

        @Override
        public void recorded(Claim claim, Move move, Duration ran) {
            if (!claim.type().equals(OperationType.WORKFLOW) || claim.regardingId() == null) {
                return;
            }
            if (move != Move.SUCCEED) {
                throw new IllegalStateException("An instance of the bench came to " + move + ".");
            }
            try {
                for (int step = 0; step < TenSteps.STEPS; step++) {
                    job.run(TenSteps.instance(claim.regardingId()));
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
