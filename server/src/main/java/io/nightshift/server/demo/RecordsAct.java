package io.nightshift.server.demo;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.Platform;
import io.nightshift.sdk.AliasedValue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * The second act: the airports become records, and long work on records runs as operations. Each step is asked for in one
 * transaction with the row of the run that remembers it, so that an interrupted demo goes on where it was.
 */
final class RecordsAct {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final AsyncService service;
    private final Platform platform;
    private final Atlas atlas;
    private final DemoRun run;
    private final Screen screen;
    private final String organization;
    private final UUID user;
    private final List<String> differences = new ArrayList<>();

    RecordsAct(AsyncService service, Platform platform, Atlas atlas, DemoRun run, Screen screen) throws SQLException {
        this.service = service;
        this.platform = platform;
        this.atlas = atlas;
        this.run = run;
        this.screen = screen;
        this.organization = service.queue().organizations().defaultName();
        this.user = platform.organization(organization).systemUserId();
    }

    /** Plays it; what is not as it should be is among the answer's lines. */
    List<String> play(DeletionWebhook webhook) throws SQLException, InterruptedException {
        int airports = atlas.file().airports().size();
        long withoutIata = atlas.file().airports().stream()
                .filter(airport -> !airport.hasIata())
                .count();
        screen.say("");
        screen.say("The same airports as records of " + organization + ":");
        HemispherePlugin.register(records());
        webhook.register(records());
        makeAccounts(airports);
        awaitPlugin(airports);
        bulkDelete(withoutIata);
        awaitWebhook(webhook, withoutIata);
        merge();
        expect("accounts that are left", airports - withoutIata, count(accounts()));
        return differences;
    }

    private void makeAccounts(int airports) throws SQLException, InterruptedException {
        AsyncOperation made = await(service.queue()
                .enqueue(Operation.named(AccountsHandler.MESSAGE)
                        .name("Make an account of each airport")
                        .key(run.id() + " accounts")
                        .data(run.id().toString())));
        say(made, "%,d accounts made by CreateMultiple, each with an operation for its asynchronous plug-in", airports);
    }

    /** The plug-in has run on each of them; what it writes is counted, not that it says so. */
    private void awaitPlugin(int airports) throws InterruptedException {
        QueryExpression done = accounts().where(HemispherePlugin.ATTRIBUTE, ConditionOperator.NOT_NULL);
        long begin = service.queue().clock().nanos();
        long written = count(done);
        while (written < airports && service.queue().clock().nanos() - begin < PATIENCE.toNanos()) {
            screen.show(List.of("", String.format(Locale.ROOT, "  The plug-in has run for %,d accounts", written)));
            Thread.sleep(LOOK_EVERY);
            written = count(done);
        }
        screen.show(List.of());
        long south = count(accounts().where(HemispherePlugin.ATTRIBUTE, ConditionOperator.EQUAL, "southern"));
        screen.say(String.format(
                Locale.ROOT,
                "  The plug-in has written the hemisphere of %,d: %,d lie in the south; the last one %.1f s later.",
                written,
                south,
                (service.queue().clock().nanos() - begin) / 1e9));
        expect("accounts that the plug-in has seen", airports, written);
    }

    private void bulkDelete(long withoutIata) throws SQLException, InterruptedException {
        QueryExpression which = accounts().where("tickersymbol", ConditionOperator.NULL);
        AsyncOperation deleted = await(asked(
                "deletion",
                within -> within.execute(new BulkDeleteRequest("Airports without an IATA code", List.of(which)))
                        .required("JobId", UUID.class)));
        Entity outcome = records()
                .retrieveMultiple(new QueryExpression("bulkdeleteoperation", "successcount", "failurecount")
                        .where("asyncoperationid", ConditionOperator.EQUAL, deleted.id()))
                .entities()
                .getFirst();
        int successes = number(outcome, "successcount");
        say(
                deleted,
                "%,d without an IATA code deleted by a bulk delete, %,d could not be",
                successes,
                number(outcome, "failurecount"));
        expect("deleted accounts", withoutIata, successes);
    }

    /** What the receiver was told is counted there. A killed process took along what it had been told before. */
    private void awaitWebhook(DeletionWebhook webhook, long deleted) throws InterruptedException {
        if (run.continued()) {
            return;
        }
        long begin = service.queue().clock().nanos();
        while (webhook.told() < deleted && service.queue().clock().nanos() - begin < PATIENCE.toNanos()) {
            screen.show(List.of(
                    "", String.format(Locale.ROOT, "  The webhook has told of %,d deleted accounts", webhook.told())));
            Thread.sleep(LOOK_EVERY);
        }
        screen.show(List.of());
        screen.say(String.format(
                Locale.ROOT,
                "  A webhook has told its receiver of %,d of these by HTTP; the last one %.1f s later.",
                webhook.told(),
                (service.queue().clock().nanos() - begin) / 1e9));
        expect("deleted accounts that the webhook has told of", deleted, webhook.told());
    }

    /** Two records become one, in the background, as for somebody who has found the same customer twice. */
    private void merge() throws SQLException, InterruptedException {
        List<Entity> pair = records()
                .retrieveMultiple(accounts()
                        .columns(ColumnSet.of("name", "accountnumber"))
                        .where("accountnumber", ConditionOperator.IN, "EGLL", "EGKK")
                        .orderBy("accountnumber", OrderType.ASCENDING))
                .entities();
        if (pair.size() != 2) {
            return; // another airports file
        }
        EntityReference subordinate = pair.getFirst().toEntityReference();
        EntityReference target = pair.getLast().toEntityReference();
        AsyncOperation merged = await(asked(
                "merge",
                within -> within.execute(new ExecuteAsyncRequest(new MergeRequest(target, subordinate.id())))
                        .required("AsyncJobId", UUID.class)));
        Entity left = records().retrieve("account", subordinate.id(), ColumnSet.of("masterid", "statecode"));
        say(merged, "%s merged into %s by ExecuteAsync", name(pair.getFirst()), name(pair.getLast()));
        expect("records merged", 1, target.equals(left.get("masterid")) ? 1 : 0);
    }

    private static String name(Entity record) {
        return String.valueOf(record.get("name"));
    }

    private interface Ask {
        UUID with(OrganizationService within);
    }

    /** The operation that was asked for, now or before the demo was interrupted. */
    private UUID asked(String step, Ask ask) throws SQLException {
        UUID id = service.store().database().inTransaction(connection -> {
            UUID before = DemoTables.step(connection, run.id(), step);
            if (before != null) {
                return before;
            }
            UUID made = ask.with(platform.service(connection, organization, user));
            DemoTables.addStep(connection, run.id(), step, made);
            return made;
        });
        service.queue().hint();
        return id;
    }

    private AsyncOperation await(UUID id) throws SQLException, InterruptedException {
        long begin = service.queue().clock().nanos();
        while (true) {
            AsyncOperation operation =
                    service.systemJobs().get(organization, id).orElseThrow();
            if (operation.isCompleted()) {
                screen.show(List.of());
                if (operation.status() != StatusCode.SUCCEEDED) {
                    differences.add(
                            operation.name() + " ended as " + operation.standing() + ": " + operation.message());
                }
                return operation;
            }
            if (service.queue().clock().nanos() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException(operation.name() + " has not ended after " + PATIENCE.toMinutes()
                        + " minutes: "
                        + service.systemJobs()
                                .explain(organization, id)
                                .getFirst()
                                .sentence());
            }
            screen.show(List.of(
                    "",
                    "  " + operation.name() + ": "
                            + Objects.requireNonNullElse(
                                    operation.progressText(), operation.status().label())));
            Thread.sleep(LOOK_EVERY);
        }
    }

    private void say(AsyncOperation operation, String format, Object... values) {
        double seconds = operation.completedOn() == null || operation.startedOn() == null
                ? 0
                : Duration.between(operation.startedOn(), operation.completedOn())
                                .toMillis()
                        / 1000.0;
        screen.say(
                "  " + String.format(Locale.ROOT, format, values) + String.format(Locale.ROOT, " in %.1f s.", seconds));
    }

    private void expect(String what, long expected, long found) {
        if (expected != found) {
            differences.add(String.format(Locale.ROOT, "%s: expected %,d, found %,d", what, expected, found));
        }
    }

    private OrganizationService records() {
        return platform.service(organization, user);
    }

    private QueryExpression accounts() {
        return new QueryExpression("account")
                .where("description", ConditionOperator.EQUAL, run.id().toString());
    }

    private static int number(Entity record, String attribute) {
        return Objects.requireNonNullElse(record.get(attribute, Integer.class), -1);
    }

    private long count(QueryExpression query) {
        Entity counted = records()
                .retrieveMultiple(
                        query.expression(AttributeExpression.aggregate("accountid", "accounts", AggregateType.COUNT)))
                .entities()
                .getFirst();
        return counted.get("accounts", AliasedValue.class) instanceof AliasedValue count
                        && count.value() instanceof Number number
                ? number.longValue()
                : -1;
    }
}
