package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A workflow with a step of every kind, and what must be there, once and in its order, after each run of it. */
final class EveryStep {

    private static final String DOCUMENT = """
            document: {dsl: '1.0.0', namespace: test, name: every, version: '1.0.0'}
            do:
              - s1: {call: update, with: {append: {description: 'a'}}}
              - s2: {call: create, with: {entity: task, attributes: {subject: 'first of ${ .record.name }'}}}
              - s3: {set: {word: 'b'}}
              - s4: {call: update, with: {append: {description: '${ .word }'}}}
              - s5:
                  switch:
                    - way: {when: .record.description == "ab", then: s7}
                    - other: {then: s6}
              - s6: {call: update, with: {append: {description: 'wrong'}}}
              - s7: {call: update, with: {increment: {creditlimit: 10}}}
              - s8: {call: assign, with: {record: '${ .s2 }', to: {entity: systemuser, name: Nora Every}}}
              - s9: {call: setstate, with: {record: '${ .s2 }', state: Completed}}
              - s10: {wait: {milliseconds: 1}}
              - s11: {call: find, with: {entity: account, where: [{attribute: name, operator: eq, value: '${ .record.name }'}]}}
              - s12:
                  for: {each: it, in: '${ .s11 }'}
                  do:
                    - s13: {call: update, with: {record: '${ .it }', append: {description: 'c'}}}
              - s14: {call: activity, with: {name: charge, input: {amount: 7}}}
              - s15: {call: update, with: {append: {description: '${ .s14.receipt }'}}}
              - s34: {call: activity, with: {name: book}}
              - s16:
                  try:
                    - s17: {call: update, with: {set: {primarycontactid: {entity: contact, name: 'nobody of this name'}}}}
                  catch:
                    do:
                      - s18: {call: update, with: {append: {description: 'd'}}}
              - s19: {call: sendemail, with: {to: x@example.org, subject: 'Mail of ${ .record.name }', body: Hello}}
              - s20: {run: {await: false, workflow: {namespace: test, name: child, version: '1.0.0'}}}
              - s21: {listen: {to: {one: {with: {type: record, when: .record.numberofemployees >= 1}}}}}
              - s22:
                  fork:
                    compete: true
                    branches:
                      - never: {listen: {to: {one: {with: {type: record, when: .record.accountnumber == "never"}}}}}
                      - soon:
                          do:
                            - s23: {wait: {milliseconds: 1}}
                            - s24: {call: update, with: {append: {description: 'e'}}}
              - s25:
                  do:
                    - s26:
                        try:
                          - s27: {raise: {error: {type: 'https://example.org/late', status: 400, detail: f}}}
                        catch:
                          as: late
                          do:
                            - s28: {call: update, with: {append: {description: '${ .late.message }'}}}
              - s29: {call: http, with: {method: get, endpoint: 'https://example.org/'}}
              - s30: {call: update, with: {multiply: {creditlimit: 2}, append: {description: '${ .s29.status }'}}}
              - s31: {call: execute, with: {request: WhoAmI}}
              - s32: {call: update, with: {append: {description: 'g'}}}
              - s33: {call: stop, with: {status: succeeded, message: all}}
            """;
    private static final String CHILD = """
            document: {dsl: '1.0.0', namespace: test, name: child, version: '1.0.0'}
            do:
              - only: {call: update, with: {increment: {numberofemployees: 1}}}
            """;
    private static final List<String> IN_ORDER = List.of(
            "s1 2", "s2 2", "s4 2", "s7 2", "s8 2", "s9 2", "s10 2", "s13 2", "s14 2", "s15 2", "s34 2", "s18 2",
            "s19 2", "s20 2", "s21 2", "s22 2", "s24 2", "s28 2", "s29 2", "s30 2", "s31 2", "s32 2", "s33 2");

    private final WorkflowFixture fixture;
    private final UUID nora;
    private final UUID workflow;

    EveryStep(WorkflowFixture fixture) throws SQLException {
        this.fixture = fixture;
        this.nora = fixture.records()
                .create(new Entity("systemuser")
                        .set("firstname", "Nora")
                        .set("lastname", "Every")
                        .set(
                                "businessunitid",
                                fixture.read("systemuser", fixture.user()).get("businessunitid")));
        this.workflow = fixture.activate(workflow("account", DOCUMENT).set("ondemand", true));
        fixture.activate(workflow("account", CHILD).set("subprocess", true));
    }

    /** One instance. */
    record Begun(String name, UUID account, UUID instance) {}

    Begun begin(String name) throws SQLException {
        UUID account = fixture.records()
                .create(new Entity("account").set("name", name).set("creditlimit", new Money(BigDecimal.TEN)));
        return new Begun(name, account, fixture.execute(workflow, account));
    }

    /** Whether it has ended, and its mail is sent: nothing more is to be done for it. */
    boolean isOver(Begun begun) throws SQLException {
        return fixture.get(begun.instance()).isCompleted()
                && fixture.find("email", "subject", "Mail of " + begun.name(), "statuscode").stream()
                        .anyMatch(email -> WorkflowFixture.SENT.equals(email.get("statuscode")));
    }

    /** Waits for its end, that of its child and of its mail, and compares. */
    void check(Begun begun) throws SQLException {
        // A connection that is lost is a network or SQL error: tried again, at most five times in a row.
        AsyncOperation ended = fixture.await(begun.instance(), operation -> {
            if (operation.standing().equals(Standing.suspended(Cause.PERSON))) {
                throw new AssertionError(begun.name() + ": " + operation.message());
            }
            return operation.isCompleted();
        });
        assertThat(ended.status()).as(begun.name()).isEqualTo(StatusCode.SUCCEEDED);
        Awaitility.await(begun.name()).dontCatchUncaughtExceptions().untilAsserted(() -> assertEffects(begun));
        assertThat(fixture.log(begun.instance()))
                .as(begun.name())
                .containsSubsequence(IN_ORDER)
                .filteredOn(line -> line.endsWith(" 2"))
                .doesNotHaveDuplicates();
    }

    private void assertEffects(Begun begun) throws SQLException {
        String name = begun.name();
        Entity read = fixture.read("account", begun.account());
        assertThat(read.get("description")).as(name).isEqualTo("abcR-7hdef200g");
        assertThat(read.get("numberofemployees")).as(name).isEqualTo(1);
        assertThat(read.get("creditlimit", Money.class).value()).as(name).isEqualByComparingTo("40");
        assertThat(fixture.find("task", "subject", "first of " + name, "ownerid", "statecode"))
                .as(name)
                .singleElement()
                .satisfies(task -> assertThat(task.get("ownerid")).isEqualTo(new EntityReference("systemuser", nora)));
        assertThat(fixture.find("email", "subject", "Mail of " + name, "statuscode"))
                .as(name)
                .singleElement()
                .satisfies(email -> assertThat(email.get("statuscode")).isEqualTo(WorkflowFixture.SENT));
        // The instance, its child, and what sends the mail.
        assertThat(fixture.count("SELECT count(*) FROM nightshift.asyncoperation a JOIN org_contoso.account r"
                        + " ON r.accountid = a.regarding_id WHERE r.name = '" + name + "'"))
                .as(name)
                .isEqualTo(2);
        assertThat(fixture.count("SELECT count(*) FROM org_contoso.workflowwaitsubscription"))
                .as(name)
                .isZero();
    }
}
