package io.nightshift.server.demo;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.Platform;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The third act: a workflow on some of the accounts that waits for a field to be filled in and sends an e-mail then. One of
 * the accounts has no address: its workflow says so, waits for a person, and goes on when the address is there.
 */
final class WorkflowAct {

    private static final int ACCOUNTS = 25;
    private static final int SENT = 3;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Author PERSON = new Author("demo", "the address is filled in");
    private static final String DOCUMENT = """
            document: {dsl: '1.0.0', namespace: demo, name: welcome-an-airport, version: '1.0.0'}
            do:
              - reachable:
                  listen: {to: {one: {with: {type: record, when: .record.telephone1 != null}}}}
              - welcome:
                  call: sendemail
                  with:
                    to: ${ .record }
                    subject: Welcome, ${ .record.name }
                    body: We shall call you at ${ .record.telephone1 }.
            """;

    private final AsyncService service;
    private final Platform platform;
    private final DemoRun run;
    private final Screen screen;
    private final MailSink mail;
    private final String organization;
    private final UUID user;
    private final List<String> differences = new ArrayList<>();

    WorkflowAct(AsyncService service, Platform platform, DemoRun run, Screen screen, MailSink mail)
            throws SQLException {
        this.service = service;
        this.platform = platform;
        this.run = run;
        this.screen = screen;
        this.mail = mail;
        this.organization = service.queue().organizations().defaultName();
        this.user = platform.organization(organization).systemUserId();
    }

    /** Plays it; what is not as it should be is among the answer's lines. */
    List<String> play() throws SQLException, InterruptedException {
        List<Entity> accounts = records()
                .retrieveMultiple(new QueryExpression("account", "name", "accountnumber")
                        .where("description", ConditionOperator.EQUAL, run.id().toString())
                        .orderBy("accountnumber", OrderType.ASCENDING)
                        .top(ACCOUNTS))
                .entities();
        if (accounts.isEmpty()) {
            return differences; // another airports file
        }
        UUID workflow = once("workflow", this::activate);
        once("instances", within -> start(within, workflow, accounts));
        List<AsyncOperation> waiting = await(accounts.size(), instance -> !isOnItsWay(instance));
        screen.say("  " + waiting.size() + " workflows wait until their account has a telephone number.");
        long begin = service.queue().clock().nanos();
        fill(accounts);
        List<AsyncOperation> left = await(
                accounts.size(),
                instance -> !isOnItsWay(instance) && instance.standing().cause() != Cause.EVENT);
        mend(accounts.getFirst(), left);
        await(accounts.size(), AsyncOperation::isCompleted);
        awaitSent(accounts);
        screen.say(String.format(
                Locale.ROOT,
                "  The numbers came, and %d e-mails have arrived, each once, in %.1f s.",
                accounts.size(),
                (service.queue().clock().nanos() - begin) / 1e9));
        check(accounts);
        return differences;
    }

    private UUID activate(OrganizationService within) {
        UUID made = within.create(new Entity("workflow")
                .set("name", name())
                .set("primaryentity", "account")
                .set("ondemand", true)
                .set("clientdata", DOCUMENT));
        within.execute(new SetStateRequest(
                new EntityReference("workflow", made), new OptionSetValue(1), new OptionSetValue(2)));
        return made;
    }

    private static UUID start(OrganizationService within, UUID workflow, List<Entity> accounts) {
        UUID first = null;
        for (Entity account : accounts) {
            UUID id = within.execute(new ExecuteWorkflowRequest(workflow, id(account)))
                    .required("Id", UUID.class);
            first = first == null ? id : first;
        }
        return Objects.requireNonNull(first);
    }

    /** All get a number; all but the first an address, too. */
    private void fill(List<Entity> accounts) {
        List<Entity> changes = new ArrayList<>();
        for (Entity account : accounts) {
            Entity change = new Entity("account", id(account)).set("telephone1", "555-" + changes.size());
            changes.add(changes.isEmpty() ? change : change.set("emailaddress1", address(account)));
        }
        records().execute(new UpdateMultipleRequest(new EntityCollection("account", changes)));
    }

    private static UUID id(Entity account) {
        return Objects.requireNonNull(account.id());
    }

    private static String address(Entity account) {
        return String.valueOf(account.get("accountnumber")).toLowerCase(Locale.ROOT) + "@airports.example";
    }

    /** One waits for a person: what it says, what the person does, and that it goes on. */
    private void mend(Entity account, List<AsyncOperation> instances) throws SQLException {
        List<AsyncOperation> suspended = instances.stream()
                .filter(instance -> instance.standing().cause() == Cause.PERSON)
                .toList();
        if (!run.continued() && suspended.size() != 1) {
            differences.add("workflows that wait for a person: expected 1, found " + suspended.size());
        }
        for (AsyncOperation instance : suspended) {
            screen.say("  That of " + account.get("name") + " waits for a person:");
            screen.say("    \"" + instance.message() + "\"");
            screen.say("    The operator fills the address in, and resumes it.");
            records().update(new Entity("account", id(account)).set("emailaddress1", address(account)));
            service.queue().move(Move.RESUME, organization, instance.id(), PERSON);
        }
    }

    /** What the mail server of this process got before the demo was interrupted, nobody remembers. */
    private void check(List<Entity> accounts) throws SQLException {
        for (AsyncOperation instance : instances()) {
            if (instance.status() != StatusCode.SUCCEEDED) {
                differences.add(instance.name() + " ended as " + instance.standing() + ": " + instance.message());
            }
        }
        List<String> expected =
                accounts.stream().map(WorkflowAct::address).sorted().toList();
        List<String> delivered = mail.delivered().stream().sorted().toList();
        if (!run.continued() && !delivered.equals(expected)) {
            differences.add("e-mails: expected " + expected + ", found " + delivered);
        }
    }

    private void awaitSent(List<Entity> accounts) throws InterruptedException {
        QueryExpression sent = new QueryExpression("email", "subject")
                .where("statuscode", ConditionOperator.EQUAL, SENT)
                .where(
                        "regardingobjectid",
                        ConditionOperator.IN,
                        accounts.stream().map(Entity::id).toArray());
        long begin = service.queue().clock().nanos();
        while (records().retrieveMultiple(sent).entities().size() < accounts.size()) {
            if (isTooLate(begin)) {
                throw new IllegalStateException("The e-mails of the workflows have not been sent.");
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** Waits until so many instances are there and all of them stand so. */
    private List<AsyncOperation> await(int count, Predicate<AsyncOperation> standing)
            throws SQLException, InterruptedException {
        long begin = service.queue().clock().nanos();
        while (true) {
            List<AsyncOperation> found = instances();
            if (found.size() == count && found.stream().allMatch(standing)) {
                screen.show(List.of());
                return found;
            }
            if (isTooLate(begin)) {
                throw new IllegalStateException("The workflows stand still: " + found);
            }
            screen.show(List.of(
                    "",
                    String.format(
                            Locale.ROOT,
                            "  %d of %d workflows have come so far",
                            found.stream().filter(standing).count(),
                            count)));
            Thread.sleep(LOOK_EVERY);
        }
    }

    private List<AsyncOperation> instances() throws SQLException {
        return service.systemJobs()
                .find(Search.all()
                        .in(organization)
                        .types(Set.of(OperationType.WORKFLOW))
                        .nameContains(name())
                        .limit(Search.MAX_LIMIT))
                .operations();
    }

    private static boolean isOnItsWay(AsyncOperation instance) {
        Cause cause = instance.standing().cause();
        return !instance.isCompleted() && (cause == null || cause == Cause.RETRY || cause == Cause.CHECKPOINT);
    }

    private boolean isTooLate(long beginNanos) {
        return service.queue().clock().nanos() - beginNanos > PATIENCE.toNanos();
    }

    private interface Step {
        UUID with(OrganizationService within);
    }

    /** What a step has made, now or before the demo was interrupted. */
    private UUID once(String name, Step step) throws SQLException {
        UUID made = service.store().database().inTransaction(connection -> {
            UUID before = DemoTables.step(connection, run.id(), name);
            if (before != null) {
                return before;
            }
            UUID now = step.with(platform.service(connection, organization, user));
            DemoTables.addStep(connection, run.id(), name, now);
            return now;
        });
        service.queue().hint();
        return made;
    }

    private String name() {
        return "Welcome an airport " + run.id();
    }

    private OrganizationService records() {
        return platform.service(organization, user);
    }
}
