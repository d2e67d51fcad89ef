package io.nightshift.e2e.web;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.OperationContext;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Standing;
import io.nightshift.platform.organization.Organization;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import io.nightshift.queue.RunningLimit;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.process.NightshiftServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A whole server with the night's work of a company: some of it done, some running, some stuck in every way there is. */
final class Company implements AutoCloseable {

    static final String TOKEN = "the-token-of-the-browser-tests";
    static final String LONG_NAME = "Reconcile the ledger of the subsidiary with the very long name that nobody ever"
            + " shortened, though every screen it appears on has asked for it";
    static final String RIGHT_TO_LEFT = "فاتورة العميل رقم 2041";

    /** The organization in which nothing has been done. */
    static final String EMPTY = "a-new-organization-with-a-name-that-is-long";

    private static final Author SAM = new Author("sam", "the customer asked for it");

    private final CountDownLatch morning = new CountDownLatch(1);
    private final NightshiftServer server;
    private final Office office;

    private Company(Path data) {
        server = NightshiftServer.start(
                Configuration.read(
                        Map.of(
                                "--data", data.toString(),
                                "--http-port", "0",
                                "--admin-token", TOKEN,
                                "--node-name", "night-1",
                                "--slots", "8",
                                "--lease", "1m",
                                "--drain", "1s"),
                        Map.of()),
                (service, platform) -> handlers(service));
        office = new Office(server.platform().service("contoso", Organization.administratorId("contoso")));
    }

    /** The visitor goes to another organization. */
    void moveTo(Page page, String organization) {
        page.context()
                .addCookies(List.of(new Cookie("nightshift_organization", organization).setUrl(uri().toString())));
    }

    static Company open(Path data) {
        return new Company(data);
    }

    URI uri() {
        return server.uri();
    }

    AsyncService service() {
        return server.service();
    }

    NightshiftServer server() {
        return server;
    }

    private void handlers(AsyncService service) {
        service.handle("ledger.export", context -> {
            context.log("Opened the ledger of October.");
            return Outcome.succeeded("{\"rows\": 18204, \"file\": \"ledger-2026-10.csv\"}");
        });
        service.handle(
                "invoice.send",
                context ->
                        Outcome.failed(ErrorCode.ISV_ABORTED, "The address billing@example.invalid does not exist."));
        service.handle(
                "stock.sync",
                context -> Outcome.retry(ErrorCode.NETWORK_ERROR, "The warehouse did not answer within 30 s."));
        service.handle(
                "contract.renew",
                context -> Outcome.suspended(
                        ErrorCode.ISV_UNEXPECTED, "The contract C-118 has no end date; mend the record and resume."));
        service.handle("payment.wait", context -> new Outcome.Waiting("payment-2041"));
        service.handle("catalog.import", this::importCatalog);
    }

    private Outcome importCatalog(OperationContext context) throws Exception {
        context.log("Read 12 files from the supplier.");
        context.progress(62, "7 of 12 files");
        while (!morning.await(50, TimeUnit.MILLISECONDS)) {
            context.throwIfStopRequested();
        }
        return Outcome.succeeded();
    }

    /** Enqueues the night's work and waits until each piece of it stands where it shall. */
    void work() throws Exception {
        List<Operation> night = new ArrayList<>();
        for (int day = 1; day <= 24; day++) {
            night.add(Operation.named("ledger.export").name("Export the ledger, day " + day));
        }
        for (int number = 2041; number <= 2046; number++) {
            night.add(Operation.named("invoice.send")
                    .name("Send invoice INV-" + number)
                    .data("{\"to\": \"billing@example.invalid\", \"number\": " + number
                            + ", \"password\": \"hunter2\"}"));
        }
        night.add(Operation.named("ledger.export").name(LONG_NAME));
        night.add(Operation.named("invoice.send").name(RIGHT_TO_LEFT));
        night.add(
                Operation.of(OperationType.BULK_EMAIL).message("ledger.export").name("Autumn newsletter"));
        night.add(Operation.named("payment.wait").name("Book the payment of INV-2041"));
        service().queue().enqueue(night);
        stuck();
        settle();
    }

    UUID account() {
        return office.account();
    }

    Office office() {
        return office;
    }

    private void stuck() throws Exception {
        office.furnish();
        service().queue().organizations().create(EMPTY);
        service().queue().organizations().setWeight(EMPTY, 3, SAM);
        service().queue().limits().set(new RunningLimit.Scope(null, OperationType.BULK_EMAIL), 2, SAM);
        enqueue(Operation.named("stock.sync").name("Synchronize the stock of warehouse 7"));
        enqueue(Operation.named("contract.renew")
                .name("Renew contract C-118")
                .token("contract-118")
                .regarding("account", office.account()));
        enqueue(Operation.named("ledger.export").name("Bill contract C-118").token("contract-118"));
        enqueue(Operation.named("ledger.export").name("Archive contract C-118").token("contract-118"));
        enqueue(Operation.named("catalog.import").name("Import the supplier's catalog"));
        UUID later = enqueue(Operation.named("ledger.export")
                .name("Close the books of October")
                .postponeUntil(service().queue().clock().now().plus(Duration.ofHours(5))));
        service().queue().postpone(null, later, service().queue().clock().now().plus(Duration.ofHours(9)), SAM);
        UUID paused = enqueue(Operation.named("ledger.export")
                .name("Move the archive")
                .postponeUntil(service().queue().clock().now().plus(Duration.ofHours(1))));
        service().queue().move(Move.PAUSE, null, paused, SAM);
        enqueue(Operation.named("ledger.export")
                .name("Back up the ledger")
                .recurrence(Recurrence.of("FREQ=DAILY;INTERVAL=1;")
                        .starting(service().queue().clock().now().plus(Duration.ofHours(3)))));
        enqueue(Operation.named("nobody.handles").name("Print the labels"));
        service()
                .holds()
                .place(Hold.Target.message("contoso", "letter.print"), new Author("sam", "the printer is repaired"));
        enqueue(Operation.named("letter.print").name("Print the reminders"));
    }

    UUID enqueue(Operation operation) throws Exception {
        return service().queue().enqueue(operation);
    }

    private void settle() {
        Awaitility.await().until(() -> {
            Map<Standing, Long> counts = service().systemJobs().counts(null);
            return counts.getOrDefault(Standing.SUCCEEDED, 0L) == 27
                    && counts.getOrDefault(Standing.FAILED, 0L) == 7
                    && counts.getOrDefault(Standing.IN_PROGRESS, 0L) == 1
                    && counts.containsKey(Standing.suspended(Cause.RETRY))
                    && counts.getOrDefault(Standing.suspended(Cause.PERSON), 0L) == 2
                    && counts.containsKey(Standing.suspended(Cause.EVENT));
        });
    }

    @Override
    public void close() {
        morning.countDown();
        server.close();
    }
}
