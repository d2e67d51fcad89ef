package io.nightshift.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** E-mails among the records: that each is sent once, whoever hands it over and whatever fails when it is sent. */
class EmailRecordsTest {

    private static WorkflowFixture fixture;

    private final String subject = "Once " + UUID.randomUUID();

    @BeforeAll
    static void start() throws SQLException {
        fixture = new WorkflowFixture(TestDatabase.versions().getLast());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private UUID email() throws SQLException {
        UUID email = fixture.records()
                .create(new Entity("email").set("subject", subject).set("description", "Text"));
        fixture.records()
                .create(new Entity("activityparty")
                        .set("activityid", new EntityReference("email", email))
                        .set("participationtypemask", new OptionSetValue(2))
                        .set("addressused", "ada@example.org"));
        return email;
    }

    private static OrganizationRequest send(UUID email) {
        return new OrganizationRequest("SendEmail").set("EmailId", email).set("IssueSend", true);
    }

    private static AsyncOperation ended(UUID email) throws SQLException {
        String one = "SELECT operation_id FROM nightshift.asyncoperation WHERE regarding_id = '" + email + "'";
        try (Connection connection = fixture.pool.getConnection();
                var rows = connection.createStatement().executeQuery(one)) {
            rows.next();
            return fixture.awaitEnd(rows.getObject(1, UUID.class));
        }
    }

    private long arrived() {
        return Arrays.stream(fixture.mail.getReceivedMessages())
                .filter(message -> {
                    try {
                        return subject.equals(message.getSubject());
                    } catch (jakarta.mail.MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .count();
    }

    @Test
    void twoWhoHandItOverAtTheSameTimeHaveItSentOnce() throws Exception {
        UUID email = email();
        CompletableFuture<Void> second;
        try (Connection connection = fixture.pool.getConnection()) {
            connection.setAutoCommit(false);
            fixture.platform
                    .service(connection, WorkflowFixture.CONTOSO, fixture.user())
                    .execute(send(email));
            second = CompletableFuture.runAsync(() -> {
                try {
                    fixture.records().execute(send(email));
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            Awaitility.await()
                    .until(() ->
                            fixture.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                            + " AND wait_event_type = 'Lock'")
                                    > 0);
            connection.commit();
        }
        assertThatThrownBy(second::join)
                .hasCauseInstanceOf(OrganizationServiceFault.class)
                .hasMessageContaining("handed over already");
        assertThat(ended(email).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(arrived()).isOne();
    }

    @Test
    void anErrorAfterTheServerHasTakenItDoesNotSendItAgain() throws Exception {
        UUID email = email();
        fixture.execute("CREATE SEQUENCE org_contoso.tries");
        fixture.execute("CREATE FUNCTION org_contoso.fails_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.statuscode = 3 AND nextval('org_contoso.tries') = 1 THEN"
                + " RAISE EXCEPTION 'busy' USING ERRCODE = 'lock_not_available'; END IF; RETURN NEW; END $$");
        fixture.execute("CREATE TRIGGER fails_once BEFORE UPDATE ON org_contoso.email FOR EACH ROW WHEN (NEW.activityid"
                + " = '" + email + "') EXECUTE FUNCTION org_contoso.fails_once()");
        fixture.records().execute(send(email));
        assertThat(ended(email).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.count("SELECT last_value FROM org_contoso.tries")).isEqualTo(2);
        assertThat(fixture.read("email", email).get("statuscode")).isEqualTo(new OptionSetValue(3));
        assertThat(arrived()).isOne();
    }

    @Test
    void anAttachmentOfNoTypeFailsAtOnceAndSaysSo() throws Exception {
        UUID email = email();
        fixture.records()
                .create(new Entity("activitymimeattachment")
                        .set("objectid", new EntityReference("email", email))
                        .set("filename", "a.pdf")
                        .set("mimetype", "pdf")
                        .set("body", "QQ=="));
        fixture.records().execute(send(email));
        AsyncOperation ended = ended(email);
        assertThat(ended.status()).isEqualTo(StatusCode.FAILED);
        assertThat(ended.retryCount()).isZero();
        assertThat(fixture.read("email", email).get("deliveryerror", String.class))
                .contains("'a.pdf'", "content type");
        assertThat(arrived()).isZero();
    }
}
