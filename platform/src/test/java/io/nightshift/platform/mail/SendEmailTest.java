package io.nightshift.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.Platform;
import io.nightshift.platform.workflow.WorkflowExtensions;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.BulkDeleteRequest;
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
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** E-mails as records: what the server said of each recipient stands on the e-mail and at the recipient. */
class SendEmailTest {

    private static final String CONTOSO = "contoso";
    private static final OptionSetValue SENT = new OptionSetValue(3);
    private static final OptionSetValue PENDING = new OptionSetValue(6);
    private static final OptionSetValue CANCELED = new OptionSetValue(5);
    private static final Author ADA = new Author("ada", null);
    private static final OptionSetValue FAILED = new OptionSetValue(8);
    private static TestDatabase database;
    private static HikariDataSource pool;
    private static ScriptedSmtp smtp;
    private static AsyncService service;
    private static Platform platform;
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
        ServiceSettings settings = ServiceSettings.DEFAULT
                .slots(4)
                .lease(Duration.ofMinutes(1))
                .retries(new RetrySchedule(Duration.ofMillis(20), 1.0, 5));
        service = AsyncService.on(pool, settings, CONTOSO, ServiceListener.NONE);
        platform = new Platform(pool, service.queue());
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
        assertThatThrownBy(() -> handOver(id))
                .hasMessage(
                        "The e-mail 'Hello' was handed over already: it was sent. To send it once more, make a copy of it.");
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

    @Test
    void whoCancelsTheSendingCancelsTheEmailWhichMayBeSentAgain() throws Exception {
        smtp.answering("MAIL FROM", "550 5.7.1 Not today");
        UUID id = email("dora@example.org");
        handOver(id);
        AsyncOperation waiting = await(id, operation -> operation.standing().equals(Standing.suspended(Cause.PERSON)));
        assertThat(read(id).get("statuscode")).isEqualTo(PENDING);
        assertThatThrownBy(() -> handOver(id))
                .hasMessage("The e-mail 'Hello' was handed over already: it is on its way."
                        + " To stop it, cancel its system job.");
        cancel(waiting);
        assertThat(read(id).get("statuscode")).isEqualTo(CANCELED);
        assertThat(read(id).get("deliveryerror")).isEqualTo("Its sending was canceled before everybody had got it.");
        smtp.forget();
        assertThat(send(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(read(id).get("statuscode")).isEqualTo(SENT);
        assertThat(smtp.delivered()).containsOnlyOnce(List.of("dora@example.org"));
    }

    @Test
    void oneThatIsCanceledWhileItRunsMayBeSentAgainWhenItHasStopped() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        smtp.silentAt("RCPT TO:<emil@example.org>", never);
        UUID id = email("emil@example.org");
        handOver(id);
        AsyncOperation running = await(id, operation -> operation.status() == StatusCode.IN_PROGRESS);
        cancel(running);
        await(id, AsyncOperation::isCompleted);
        assertThat(service.systemJobs().get(CONTOSO, running.id()).orElseThrow().status())
                .isEqualTo(StatusCode.CANCELED);
        never.countDown();
        smtp.forget();
        assertThat(send(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(smtp.delivered()).containsOnlyOnce(List.of("emil@example.org"));
    }

    @Test
    void aFaultWhileItIsReadIsJudgedByThePolicyOfTheOrganization() throws Exception {
        UUID rule = records.create(new Entity("asyncoutcomerule")
                .set("errorclass", new OptionSetValue(4))
                .set("appliesto", new OptionSetValue(0))
                .set("action", new OptionSetValue(2)));
        UUID id = email("frida@example.org");
        UUID file = records.create(new Entity("activitymimeattachment")
                .set("objectid", new EntityReference("email", id))
                .set("filename", "a.pdf")
                .set("mimetype", "pdf")
                .set("body", "QQ=="));
        try {
            handOver(id);
            AsyncOperation waiting =
                    await(id, operation -> operation.standing().equals(Standing.suspended(Cause.PERSON)));
            assertThat(waiting.message()).contains("'a.pdf'", "content type");
            assertThat(read(id).get("statuscode")).isEqualTo(PENDING);
            records.update(new Entity("activitymimeattachment", file).set("mimetype", "application/pdf"));
            service.queue().move(Move.RESUME, CONTOSO, waiting.id(), ADA);
            assertThat(await(id, AsyncOperation::isCompleted).status()).isEqualTo(StatusCode.SUCCEEDED);
        } finally {
            records.delete("asyncoutcomerule", rule);
        }
        assertThat(read(id).get("statuscode")).isEqualTo(SENT);
        assertThat(smtp.delivered()).containsOnlyOnce(List.of("frida@example.org"));
    }

    @Test
    void whoMayDeleteInBulkButReadNoEmailIsToldOfTheEnd() throws Exception {
        UUID gerda = UserWho.may(
                records,
                platform.organization(CONTOSO).rootBusinessUnitId(),
                "gerda@example.org",
                "prvBulkDelete",
                "prvReadUser",
                "prvReadAccount",
                "prvDeleteAccount",
                "prvWriteAccount");
        records.create(new Entity("account").set("name", "for Gerda"));
        OrganizationService asGerda = platform.service(CONTOSO, gerda);
        asGerda.execute(new BulkDeleteRequest(
                        "Gerda's",
                        List.of(new QueryExpression("account").where("name", ConditionOperator.EQUAL, "for Gerda")))
                .notifying(List.of(gerda), List.of()));
        Awaitility.await("the notice").until(() -> smtp.delivered().contains(List.of("gerda@example.org")));
        Entity notice = Awaitility.await("the notice is marked")
                .until(
                        () -> records.retrieveMultiple(new QueryExpression(
                                                "email", "statuscode", "activityid", "ownerid")
                                        .where("subject", ConditionOperator.EQUAL, "Bulk deletion has ended: Gerda's"))
                                .entities()
                                .getFirst(),
                        email -> SENT.equals(email.get("statuscode")));
        assertThat(notice.get("ownerid", EntityReference.class).id()).isEqualTo(gerda);
        assertThat(sendings(notice.id()).getFirst().ownerId()).isEqualTo(gerda);
        assertThatThrownBy(() -> asGerda.retrieve("email", notice.id(), ColumnSet.of("subject")))
                .hasMessageContaining("prvReadEmail");
    }

    private static void cancel(AsyncOperation operation) throws SQLException {
        service.queue().move(Move.CANCEL, CONTOSO, operation.id(), ADA);
    }

    /** The operation that sends an e-mail, when this is so of the newest. */
    private static AsyncOperation await(UUID email, Predicate<AsyncOperation> condition) {
        return Awaitility.await("sending of " + email)
                .until(() -> sendings(email).getFirst(), condition);
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
