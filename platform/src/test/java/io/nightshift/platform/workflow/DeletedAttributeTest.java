package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.MetadataRequests;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.AttributeTypeCode;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An attribute that is deleted while workflows wait for it and steps have images of it. */
class DeletedAttributeTest {

    private static final String DOCUMENT = """
            document: {dsl: '1.0.0', namespace: test, name: goes, version: '1.0.0'}
            do:
              - pause: {listen: {to: {one: {with: {type: record, when: .record.new_goes == "x" and .record.telephone1 == "1"}}}}}
            """;

    @Test
    void recordsAreChangedAsBeforeAndWhoWaitedForItIsToldSo() throws Exception {
        try (WorkflowFixture fixture =
                new WorkflowFixture(TestDatabase.versions().getLast())) {
            OrganizationService records = fixture.records();
            records.execute(MetadataRequests.createAttribute(
                    "account", new AttributeMetadata("new_goes", AttributeTypeCode.STRING)));
            fixture.activate(workflow("account", DOCUMENT).set("triggeroncreate", true));
            UUID account = records.create(new Entity("account").set("name", "A"));
            UUID instance = fixture.instances(account).getFirst();
            fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
            image(fixture);
            records.update(new Entity("account", account).set("telephone2", "1"));

            records.execute(MetadataRequests.deleteAttribute("account", "new_goes"));
            records.update(new Entity("account", account).set("telephone2", "2"));
            records.update(new Entity("account", account).set("telephone1", "1"));
            assertThat(fixture.read("account", account).get("telephone1")).isEqualTo("1");
            assertThat(fixture.awaitStanding(instance, Standing.suspended(Cause.PERSON))
                            .message())
                    .contains("new_goes");
        }
    }

    private static void image(WorkflowFixture fixture) throws Exception {
        OrganizationService records = fixture.records();
        fixture.platform.plugin("test.Looks", () -> services -> {});
        UUID type = records.create(new Entity("plugintype").set("typename", "test.Looks"));
        UUID step = records.create(new Entity("sdkmessageprocessingstep")
                .set("name", "Looks")
                .set("sdkmessageid", named(records, "sdkmessage", "Update"))
                .set("sdkmessagefilterid", named(records, "sdkmessagefilter", "Update of account"))
                .set("stage", new OptionSetValue(20))
                .set("mode", new OptionSetValue(0))
                .set("eventhandler", new EntityReference("plugintype", type)));
        records.create(new Entity("sdkmessageprocessingstepimage")
                .set("sdkmessageprocessingstepid", new EntityReference("sdkmessageprocessingstep", step))
                .set("entityalias", "was")
                .set("imagetype", new OptionSetValue(0))
                .set("attributes", "name,new_goes"));
    }

    private static EntityReference named(OrganizationService records, String entity, String name) {
        return records.retrieveMultiple(new QueryExpression(entity).where("name", ConditionOperator.EQUAL, name))
                .entities()
                .getFirst()
                .toEntityReference();
    }
}
