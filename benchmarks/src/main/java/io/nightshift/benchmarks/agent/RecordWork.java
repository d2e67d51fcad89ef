package io.nightshift.benchmarks.agent;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.benchmarks.contender.AgentOptions;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.platform.Platform;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Work on records as a server does it, in process: {@code case=create|create-multiple|step|retrieve|page|bulk-delete} with
 * {@code count=N} records and {@code threads=N}. Each case makes what it needs before it says that it is ready.
 */
final class RecordWork {

    private static final int BATCH = 500;

    private final AgentOptions options;
    private final AsyncService service;
    private final Platform platform;
    private final OrganizationService records;
    private final int count;
    private final int threads;
    private final CountDownLatch stepsRun;

    private RecordWork(AgentOptions options, HikariDataSource database) throws Exception {
        this.options = options;
        this.count = options.number("count", 1000);
        this.threads = options.number("threads", 1);
        this.stepsRun = new CountDownLatch(count);
        this.service = AsyncService.on(database, ServiceSettings.DEFAULT, "contoso", ServiceListener.NONE);
        this.platform = new Platform(database, service.queue());
        platform.plugin("bench.Step", () -> services -> stepsRun.countDown());
        platform.handle(service);
        this.records =
                platform.service("contoso", platform.organization("contoso").systemUserId());
    }

    /** Something that is done so often, and counted. */
    private interface Work {
        void one(long number) throws Exception;
    }

    static void run(AgentOptions options) throws Exception {
        try (HikariDataSource database = options.pool(ServiceSettings.DEFAULT.slots() + 12, 4)) {
            new RecordWork(options, database).run();
        }
    }

    private void run() throws Exception {
        switch (options.text("case", "")) {
            case "create" -> timed(count, number -> records.create(account(number)));
            case "create-multiple" -> timed(count / BATCH, number -> createBatch(number * BATCH));
            case "step" -> steps();
            case "retrieve" -> retrieve();
            case "page" -> {
                fill();
                SplittableRandom random = new SplittableRandom(1);
                timed(options.number("pages", 500), number -> records.retrieveMultiple(page(random.nextInt(100))));
            }
            case "bulk-delete" -> bulkDelete();
            default -> throw new IllegalArgumentException(options.text("case", ""));
        }
    }

    private void fill() {
        for (long first = 0; first < count; first += BATCH) {
            createBatch(first);
        }
    }

    private void createBatch(long first) {
        records.execute(new CreateMultipleRequest(new EntityCollection(
                "account",
                LongStream.range(first, first + BATCH)
                        .mapToObj(RecordWork::account)
                        .toList())));
    }

    private static Entity account(long number) {
        return new Entity("account")
                .set("name", "Account " + number)
                .set("accountnumber", Long.toString(number))
                .set("telephone1", "555 " + number)
                .set("address1_city", "City " + number % 100)
                .set("numberofemployees", (int) (number % 1000))
                .set("description", "Made to be measured.");
    }

    private static QueryExpression page(int city) {
        return new QueryExpression("account", "name", "accountnumber", "telephone1")
                .where("address1_city", ConditionOperator.EQUAL, "City " + city)
                .orderBy("name", OrderType.ASCENDING)
                .top(50);
    }

    private void retrieve() throws Exception {
        List<UUID> ids = IntStream.range(0, 1000)
                .mapToObj(number -> records.create(account(number)))
                .toList();
        timed(
                count,
                number -> records.retrieve(
                        "account", ids.get((int) (number % ids.size())), ColumnSet.of("name", "accountnumber")));
    }

    /** Records with an asynchronous step each: how fast they are made, then how fast their operations run. */
    private void steps() throws Exception {
        EntityReference type = new EntityReference(
                "plugintype", records.create(new Entity("plugintype").set("typename", "bench.Step")));
        records.create(new Entity("sdkmessageprocessingstep")
                .set("name", "Each new account")
                .set("sdkmessageid", found("sdkmessage", "Create"))
                .set("sdkmessagefilterid", found("sdkmessagefilter", "Create of account"))
                .set("eventhandler", type)
                .set("stage", new OptionSetValue(Stage.POST_OPERATION.value()))
                .set("mode", new OptionSetValue(Mode.ASYNCHRONOUS.value())));
        ready();
        long start = System.nanoTime();
        fill();
        double made = (System.nanoTime() - start) / 1e9;
        long steps = System.nanoTime();
        service.start();
        stepsRun.await();
        double ran = (System.nanoTime() - steps) / 1e9;
        result(count, made, String.format(Locale.ROOT, "step_rate=%.3f", count / ran));
    }

    private EntityReference found(String entity, String name) {
        return records.retrieveMultiple(new QueryByAttribute(entity, ColumnSet.of("name")).where("name", name))
                .entities()
                .getFirst()
                .toEntityReference();
    }

    private void bulkDelete() throws Exception {
        fill();
        service.start();
        ready();
        long start = System.nanoTime();
        UUID job = records.execute(new BulkDeleteRequest("All of them", List.of(new QueryExpression("account"))))
                .required("JobId", UUID.class);
        while (!service.systemJobs().get("contoso", job).orElseThrow().isCompleted()) {
            Thread.sleep(20);
        }
        result(count, (System.nanoTime() - start) / 1e9, "");
    }

    private static void ready() throws Exception {
        Agent.say("READY");
        Agent.awaitLine();
    }

    /** @param times how often; a multiple create makes {@link #BATCH} records each time */
    private void timed(long times, Work work) throws Exception {
        ready();
        long start = System.nanoTime();
        AtomicLong next = new AtomicLong();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<? extends Future<?>> all = IntStream.range(0, threads)
                    .mapToObj(thread -> executor.submit(() -> {
                        for (long number = next.getAndIncrement(); number < times; number = next.getAndIncrement()) {
                            work.one(number);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
        long done = options.text("case", "").equals("create-multiple") ? times * BATCH : times;
        result(done, (System.nanoTime() - start) / 1e9, "");
    }

    private static void result(long done, double seconds, String more) throws Exception {
        Agent.say(String.format(Locale.ROOT, "RESULT count=%d rate=%.3f %s", done, done / seconds, more));
        Agent.awaitLine(); // its CPU is read before it ends
    }
}
