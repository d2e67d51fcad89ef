package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records and the operations of their asynchronous steps change both or neither, wherever the process ends. */
class CommitTogetherTest {

    private static final String ORGANIZATION = "together";

    /** Two accounts that are there and two that are not yet. */
    private record Accounts(UUID first, UUID second, UUID third, UUID fourth) {

        List<UUID> all() {
            return List.of(first, second, third, fourth);
        }
    }

    /** What one request changes. */
    enum Change {
        CREATE(accounts -> new CreateRequest(account(accounts.third))),
        UPDATE(accounts -> new UpdateRequest(account(accounts.first))),
        UPSERT(accounts -> new UpsertRequest(account(accounts.third))),
        DELETE(accounts -> new DeleteRequest(reference(accounts.first))),
        SET_STATE(accounts ->
                new SetStateRequest(reference(accounts.first), new OptionSetValue(1), new OptionSetValue(-1))),
        CREATE_MULTIPLE(accounts -> new CreateMultipleRequest(several(accounts.third, accounts.fourth))),
        UPDATE_MULTIPLE(accounts -> new UpdateMultipleRequest(several(accounts.first, accounts.second))),
        DELETE_MULTIPLE(
                accounts -> new DeleteMultipleRequest(List.of(reference(accounts.first), reference(accounts.second)))),
        MERGE(accounts ->
                new MergeRequest(reference(accounts.first), accounts.second).updateContent(account(accounts.first))),
        TRANSACTION(accounts -> new ExecuteTransactionRequest(three(accounts), false)),
        /** Its members each commit by themselves. */
        ONE_AFTER_ANOTHER(
                accounts -> new ExecuteMultipleRequest(three(accounts), new ExecuteMultipleSettings(true, true)));

        private final Function<Accounts, OrganizationRequest> request;

        Change(Function<Accounts, OrganizationRequest> request) {
            this.request = request;
        }

        private static Entity account(UUID id) {
            return new Entity("account", id).set("name", "Changed");
        }

        private static EntityReference reference(UUID id) {
            return new EntityReference("account", id);
        }

        private static EntityCollection several(UUID... ids) {
            return new EntityCollection(
                    "account", List.of(ids).stream().map(Change::account).toList());
        }

        private static List<OrganizationRequest> three(Accounts accounts) {
            return List.of(
                    new CreateRequest(account(accounts.third)),
                    new UpdateRequest(account(accounts.first)),
                    new DeleteRequest(reference(accounts.second)));
        }
    }

    private final CuttingSource cutting;
    private final OrganizationService looking;
    private final OrganizationService dying;

    /** On one version of PostgreSQL: what is cut, and where, is our side of the connection. */
    CommitTogetherTest() throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(TestDatabase.versions().getLast());
        fixture.organizations(ORGANIZATION);
        looking = fixture.platform()
                .service(
                        ORGANIZATION,
                        fixture.platform().organization(ORGANIZATION).systemUserId());
        if (steps().isEmpty()) {
            UUID type = looking.create(new Entity("plugintype").set("typename", "shop.Welcome"));
            for (String message : List.of("Create", "Update", "Delete", "SetState", "Merge")) {
                looking.create(new Entity("sdkmessageprocessingstep")
                        .set("name", message)
                        .set("sdkmessageid", found("sdkmessage", message))
                        .set("sdkmessagefilterid", found("sdkmessagefilter", message + " of account"))
                        .set("stage", new OptionSetValue(40))
                        .set("mode", new OptionSetValue(1))
                        .set("eventhandler", new EntityReference("plugintype", type)));
            }
        }
        cutting = new CuttingSource(fixture.database().dataSource());
        dying = service(cutting.source(), fixture);
    }

    private List<Entity> steps() {
        return looking.retrieveMultiple(new QueryExpression("sdkmessageprocessingstep", "name"))
                .entities();
    }

    private static OrganizationService service(DataSource source, PlatformFixture fixture) throws Exception {
        QueueStore store = QueueStore.open(source, fixture.store().clock(), ORGANIZATION);
        Platform platform = new Platform(source, new OperationQueue(store));
        return platform.service(
                ORGANIZATION, platform.organization(ORGANIZATION).systemUserId());
    }

    private EntityReference found(String entity, String name) {
        return looking.retrieveMultiple(new QueryByAttribute(entity, ColumnSet.of("name")).where("name", name))
                .entities()
                .getFirst()
                .toEntityReference();
    }

    /** Before each statement, before the commit, and with the answer to the commit. */
    @ParameterizedTest
    @EnumSource
    void recordsAndTheirOperationsCommitTogetherWhereverTheConnectionIsCut(Change change) {
        Seen whole = tried(change, accounts()).seen();
        assertThat(whole.changed()).as("records that it changes").isPositive();
        assertThat(whole.operations()).as("operations that it starts").isGreaterThanOrEqualTo(1);
        Accounts accounts = accounts();
        int n = 0;
        do {
            cutting.cutBefore(++n);
            Tried tried = tried(change, accounts);
            check(change, tried, whole, "cut before " + n);
            // Those that nothing was done to serve once more.
            accounts = tried.seen().changed() == 0 ? accounts : accounts();
        } while (cutting.hasCut());
        assertThat(n).as("what is sent").isGreaterThan(4);
        cutting.cutAfterCommit();
        Tried last = tried(change, accounts);
        check(change, last, whole, "cut after the commit");
        assertThat(cutting.hasCut()).isTrue();
        assertThat(last.seen().changed())
                .as("the commit was cut, not what it committed")
                .isPositive();
    }

    private static void check(Change change, Tried tried, Seen whole, String where) {
        if (change == Change.ONE_AFTER_ANOTHER) {
            assertThat(tried.seen().operations())
                    .as(where)
                    .isEqualTo(tried.seen().changed());
        } else {
            assertThat(tried.seen()).as(where).isIn(whole, new Seen(0, 0));
            assertThat(tried.told() && tried.seen().changed() == 0)
                    .as("told of what was not done, " + where)
                    .isFalse();
        }
    }

    /** Records that are not as they were, and operations that were not there. */
    private record Seen(int changed, int operations) {}

    /** Whether the caller was told that it is done, and what was. */
    private record Tried(boolean told, Seen seen) {}

    private Tried tried(Change change, Accounts accounts) {
        Map<UUID, Map<String, Object>> before = records(accounts);
        int operationsBefore = operations(accounts);
        boolean told = isDone(change.request.apply(accounts));
        Map<UUID, Map<String, Object>> now = records(accounts);
        int changed = (int) accounts.all().stream()
                .filter(id -> !Objects.equals(before.get(id), now.get(id)))
                .count();
        return new Tried(told, new Seen(changed, operations(accounts) - operationsBefore));
    }

    /** ExecuteAsync changes nothing but the queue: who is told of a job finds it. */
    @Test
    void aJobThatIsToldOfIsThereWhereverTheConnectionIsCut() {
        QueryExpression jobs =
                new QueryExpression("asyncoperation", "name").where("operationtype", ConditionOperator.EQUAL, 54);
        Accounts accounts = accounts();
        int n = 0;
        do {
            int before = looking.retrieveMultiple(jobs).entities().size();
            cutting.cutBefore(++n);
            boolean told = isDone(new ExecuteAsyncRequest(
                    new MergeRequest(new EntityReference("account", accounts.first), accounts.second)));
            assertThat(looking.retrieveMultiple(jobs).entities().size() - before)
                    .as("cut before %s", n)
                    .isEqualTo(told ? 1 : 0);
        } while (cutting.hasCut());
    }

    private Accounts accounts() {
        return new Accounts(made(), made(), UUID.randomUUID(), UUID.randomUUID());
    }

    private UUID made() {
        return looking.create(new Entity("account").set("name", "There"));
    }

    private boolean isDone(OrganizationRequest request) {
        try {
            dying.execute(request);
            return true;
        } catch (OrganizationServiceFault cut) {
            return false;
        }
    }

    private Map<UUID, Map<String, Object>> records(Accounts accounts) {
        Map<UUID, Map<String, Object>> found = new HashMap<>();
        looking.retrieveMultiple(new QueryExpression("account", "name", "statecode", "masterid")
                        .where("accountid", ConditionOperator.IN, accounts.all().toArray()))
                .entities()
                .forEach(account -> found.put(account.id(), account.attributes()));
        return found;
    }

    private int operations(Accounts accounts) {
        return looking.retrieveMultiple(new QueryExpression("asyncoperation", "name")
                        .where(
                                "regardingobjectid",
                                ConditionOperator.IN,
                                accounts.all().toArray())
                        .where("operationtype", ConditionOperator.EQUAL, 1))
                .entities()
                .size();
    }
}
