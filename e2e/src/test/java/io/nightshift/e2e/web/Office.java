package io.nightshift.e2e.web;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;
import java.util.UUID;

/** The records of a company: customers, a workflow on contacts, a plug-in step, and leads that were deleted in bulk. */
final class Office {

    private static final String WELCOME = """
            document: { dsl: '1.0.0', namespace: sales, name: welcome, version: '1.0.0' }
            do:
              - known:
                  switch:
                    - stranger: { when: .record.lastname == "Nobody", then: end }
                    - others: { then: letter }
              - letter:
                  call: sendemail
                  with: { to: '${ .record }', subject: 'Welcome, ${ .record.lastname }', body: Good to have you here. }
              - answer:
                  fork:
                    compete: true
                    branches:
                      - answered:
                          listen: { to: { one: { with: { type: record, when: .record.telephone1 != null } } } }
                          then: exit
                      - later:
                          do:
                            - week: { wait: { days: 7 } }
                            - remind:
                                call: create
                                with: { entity: task, attributes: { subject: 'Call ${ .record.lastname }' } }
              - note: { call: update, with: { set: { description: Welcomed } } }
            """;

    private final OrganizationService records;
    private UUID account = new UUID(0, 0);
    private UUID workflow = new UUID(0, 0);

    Office(OrganizationService records) {
        this.records = records;
    }

    OrganizationService records() {
        return records;
    }

    UUID account() {
        return account;
    }

    UUID workflow() {
        return workflow;
    }

    void furnish() {
        records.create(new Entity("account").set("name", "Adventure Works"));
        records.create(new Entity("account").set("name", "Fabrikam"));
        account = records.create(new Entity("account")
                .set("name", "Northwind Traders")
                .set("telephone1", "+49 30 123456")
                .set("address1_city", "Berlin"));
        records.create(new Entity("account").set("name", Company.RIGHT_TO_LEFT));
        records.create(new Entity("account").set("name", Company.LONG_NAME.substring(0, 120)));
        workflow = records.create(new Entity("workflow")
                .set("name", "Welcome a contact")
                .set("primaryentity", "contact")
                .set("triggeroncreate", true)
                .set("ondemand", true)
                .set("scope", new OptionSetValue(4))
                .set("clientdata", WELCOME));
        records.execute(new SetStateRequest(
                new EntityReference("workflow", workflow), new OptionSetValue(1), new OptionSetValue(2)));
        records.create(new Entity("contact").set("firstname", "Ada").set("lastname", "Byron"));
        step();
        for (int i = 1; i <= 4; i++) {
            records.create(new Entity("lead").set("lastname", "Fair 2019, visitor " + i));
        }
        records.create(new Entity("lead").set("lastname", "Fair 2026, visitor 1"));
        records.execute(new BulkDeleteRequest(
                "Visitors of the fair of 2019",
                List.of(new QueryExpression("lead").where("lastname", ConditionOperator.BEGINS_WITH, "Fair 2019"))));
    }

    private void step() {
        UUID message = records.retrieveMultiple(new QueryExpression("sdkmessage")
                        .where("name", ConditionOperator.EQUAL, "Create")
                        .columns(ColumnSet.of("name")))
                .entities()
                .getFirst()
                .id();
        UUID type = records.create(new Entity("plugintype").set("typename", "Office.Auditor"));
        UUID step = records.create(new Entity("sdkmessageprocessingstep")
                .set("name", "Tell the auditor of every new contract")
                .set("sdkmessageid", new EntityReference("sdkmessage", message))
                .set("eventhandler", new EntityReference("plugintype", type))
                .set("stage", new OptionSetValue(40))
                .set("mode", new OptionSetValue(1))
                .set("rank", 1));
        records.execute(new SetStateRequest(
                new EntityReference("sdkmessageprocessingstep", step), new OptionSetValue(1), new OptionSetValue(2)));
    }

    UUID bulkDelete() {
        return records.retrieveMultiple(new QueryExpression("bulkdeleteoperation").columns(ColumnSet.of("name")))
                .entities()
                .getFirst()
                .id();
    }
}
