package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many instances that wait: an update wakes exactly those whose condition holds, and nobody else notices them. */
class WaitersTest {

    private static final String DOCUMENT = """
            document: {dsl: '1.0.0', namespace: test, name: waiters, version: '1.0.0'}
            do:
              - pause: {listen: {to: {one: {with: {type: record, when: .record.numberofemployees >= 100 and .record.websiteurl != null}}}}}
              - note: {call: update, with: {set: {description: woken}}}
            """;

    @Test
    void thoseWhoseConditionHoldsAreWokenAndNoOther() throws Exception {
        check(300, 50);
    }

    @Tag("long")
    @Test
    void tenThousandWaitAndOneThousandAreWoken() throws Exception {
        check(10_000, 1_000);
    }

    private static void check(int waiting, int woken) throws Exception {
        try (WorkflowFixture fixture =
                new WorkflowFixture(TestDatabase.versions().getLast())) {
            fixture.activate(workflow("account", DOCUMENT).set("triggeroncreate", true));
            List<UUID> accounts = new ArrayList<>();
            for (int from = 0; from < waiting; from += 500) {
                List<Entity> page = new ArrayList<>();
                for (int i = from; i < Math.min(waiting, from + 500); i++) {
                    page.add(new Entity("account").set("name", "w" + i).set("websiteurl", "https://example.org"));
                }
                List<?> ids = (List<?>) fixture.records()
                        .execute(new CreateMultipleRequest(new EntityCollection("account", page)))
                        .get("Ids");
                ids.forEach(id -> accounts.add((UUID) id));
            }
            await(fixture, "statuscode = 10 AND cause = 4", waiting);
            // What nobody waits for, and what does not suffice.
            update(fixture, accounts.subList(0, woken), account -> account.set("telephone1", "1"));
            update(fixture, accounts.subList(0, woken), account -> account.set("numberofemployees", 99));
            assertThat(fixture.count("SELECT count(*) FROM nightshift.event")).isZero();
            update(fixture, accounts.subList(0, woken), account -> account.set("numberofemployees", 100));
            assertThat(fixture.count("SELECT count(*) FROM nightshift.event")).isEqualTo(woken);
            // The maintenance of the organization is among the operations, too.
            await(fixture, "operation_type = 10", waiting - woken);
            assertThat(fixture.find("account", "description", "woken")).hasSize(woken);
            assertThat(fixture.count("SELECT count(*) FROM nightshift.operation WHERE statuscode = 10 AND cause = 4"))
                    .isEqualTo(waiting - woken);
        }
    }

    private static void update(
            WorkflowFixture fixture, List<UUID> accounts, java.util.function.UnaryOperator<Entity> change)
            throws Exception {
        fixture.records()
                .execute(new UpdateMultipleRequest(new EntityCollection(
                        "account",
                        accounts.stream()
                                .map(id -> change.apply(new Entity("account", id)))
                                .toList())));
    }

    private static void await(WorkflowFixture fixture, String condition, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> fixture.count("SELECT count(*) FROM nightshift.operation WHERE " + condition) == count);
    }
}
