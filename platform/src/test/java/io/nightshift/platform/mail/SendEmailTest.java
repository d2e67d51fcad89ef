package io.nightshift.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.Platform;
import io.nightshift.platform.workflow.WorkflowExtensions;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** E-mails as records: what the server said of each recipient stands on the e-mail and at the recipient. */
class SendEmailTest {

    private static final String CONTOSO = "contoso";
    private static final OptionSetValue SENT = new OptionSetValue(3);
    private static final OptionSetValue FAILED = new OptionSetValue(8);
    private static TestDatabase database;
    private static HikariDataSource pool;
    private static ScriptedSmtp smtp;
    private static AsyncService service;
    private static OrganizationService records;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create(TestDatabase.versions().getLast());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        pool = new HikariDataSource(config);
        smtp = new ScriptedSmtp();
        ServiceSettings settings =
                ServiceSettings.DEFAULT.slots(4).retries(new RetrySchedule(Duration.ofMillis(20), 1.0, 5));
        service = AsyncService.on(pool, settings, CONTOSO, ServiceListener.NONE);
        Platform platform = new Platform(pool, service.queue());
        Postman postman = new Postman(
                new MailServer("127.0.0.1", smtp.port(), MailServer.Security.NONE, null, null, "jobs@example.org"));
        platform.handle(service, WorkflowExtensions.NONE, () -> Optional.of(postman));
        service.start();
        records = platform.service(CONTOSO, platform.organization(CONTOSO).systemUserId());
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        pool.close();
        smtp.close();
        database.close();
    }

    @BeforeEach
    void forget() {
        smtp.forget();
    }

    @Test
    void whomTheServerRefusesStandsOnTheEmailAndTheOthersGetIt() {
        smtp.answering("RCPT TO:<bob@example.org>", "550 5.1.1 Nobody of that name");
        UUID id = email("ada@example.org", "Bob <bob@example.org>");
        assertThat(send(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        Entity email = read(id);
        assertThat(email.get("statuscode")).isEqualTo(SENT);
        assertThat(email.get("deliveryerror", String.class))
                .startsWith("The mail server refused bob@example.org (550 5.1.1 Nobody of that name")
                .endsWith("; the others have got it.");
        Map<String, String> errors = errors(id);
        assertThat(errors.get("ada@example.org")).isEqualTo("");
        assertThat(errors.get("Bob <bob@example.org>")).contains("550 5.1.1 Nobody of that name");
        assertThat(smtp.delivered()).contains(List.of("ada@example.org")).doesNotContain(List.of("bob@example.org"));
        assertThatThrownBy(() -> handOver(id)).hasMessageContaining("is not a draft");
    }

    @Test
    void whatEverybodyRefusedFailsAndIsSentAgainWhenItIsMended() {
        smtp.answering("RCPT TO:<carl@example.org>", "553 No such box");
        UUID id = email("carl@example.org");
        assertThat(send(id).status()).isEqualTo(StatusCode.FAILED);
        assertThat(read(id).get("statuscode")).isEqualTo(FAILED);
        assertThat(errors(id).get("carl@example.org")).contains("553 No such box");
        smtp.forget();
        assertThat(send(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(read(id).get("statuscode")).isEqualTo(SENT);
        assertThat(read(id).get("deliveryerror")).isNull();
        assertThat(errors(id)).containsEntry("carl@example.org", "");
    }

    private static UUID email(String... to) {
        UUID id = records.create(new Entity("email").set("subject", "Hello").set("description", "How are you?"));
        for (String address : to) {
            records.create(new Entity("activityparty")
                    .set("activityid", new EntityReference("email", id))
                    .set("participationtypemask", new OptionSetValue(2))
                    .set("addressused", address));
        }
        return id;
    }

    private static void handOver(UUID id) {
        records.execute(new OrganizationRequest("SendEmail")
                .set("EmailId", id)
                .set("IssueSend", true)
                .set("TrackingToken", ""));
    }

    /** Hands it over; the operation that sent it, when it has ended. */
    private static AsyncOperation send(UUID id) {
        int before = sendings(id).size();
        handOver(id);
        return Awaitility.await("sending of " + id)
                .until(
                        () -> {
                            List<AsyncOperation> all = sendings(id);
                            return all.size() > before ? all.getFirst() : null;
                        },
                        newest -> newest != null && newest.isCompleted());
    }

    /** Newest first. */
    private static List<AsyncOperation> sendings(UUID email) {
        try {
            return service.systemJobs()
                    .find(Search.all().in(CONTOSO).regarding(email).types(Set.of(OperationType.OUTGOING_ACTIVITY)))
                    .operations();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Entity read(UUID id) {
        return records.retrieve("email", id, ColumnSet.all());
    }

    /** What stands at each party, by its address. */
    private static Map<String, String> errors(UUID email) {
        Map<String, String> errors = new TreeMap<>();
        records.retrieveMultiple(new QueryExpression("activityparty", "addressused", "deliveryerror")
                        .where("activityid", ConditionOperator.EQUAL, email))
                .entities()
                .forEach(party -> {
                    String error = party.get("deliveryerror", String.class);
                    errors.put(party.get("addressused", String.class), error == null ? "" : error);
                });
        return errors;
    }
}
