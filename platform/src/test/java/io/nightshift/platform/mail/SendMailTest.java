package io.nightshift.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail as operations, over real SMTP: against a whole mail server, and against one that misbehaves as it is told. */
class SendMailTest {

    private static final String HELLO =
            "{\"to\":[\"ada@example.org\",\"bob@example.org\"],\"subject\":\"Hello\",\"text\":\"How are you?\"}";
    private static final AtomicReference<Optional<Postman>> POSTMAN = new AtomicReference<>(Optional.empty());
    private static TestDatabase database;
    private static HikariDataSource pool;
    private static AsyncService service;

    @BeforeAll
    static void start() throws SQLException {
        database = TestDatabase.create(TestDatabase.versions().getLast());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        pool = new HikariDataSource(config);
        ServiceSettings settings = ServiceSettings.DEFAULT
                .slots(5)
                .lease(Duration.ofMinutes(1))
                .retries(new RetrySchedule(Duration.ofMillis(20), 1.0, 5));
        service = AsyncService.on(pool, settings, "contoso", ServiceListener.NONE);
        SendMail handler = new SendMail(organization -> POSTMAN.get());
        service.handle("mail", handler).handle(OperationType.WORKFLOW, handler).start();
    }

    @AfterAll
    static void stop() throws SQLException {
        service.close();
        pool.close();
        database.close();
    }

    @Test
    void aMessageWithEverythingArrivesAsItWasWritten() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            POSTMAN.set(Optional.of(mailbox.postman(null)));
            UUID id = enqueue("""
                    {"to": "Ada Lovelace <ada@example.org>", "cc": ["bob@example.org"], "bcc": ["eve@example.org"],
                     "replyto": "desk@example.org", "subject": "Grüße, {{name}}",
                     "text": "Dear {{name}}, {{#lines}}{{.}};{{/lines}}", "html": "<p>Dear {{name}}</p>",
                     "values": {"name": "<Ada & Co>", "lines": ["one", "two"]},
                     "attachments": [{"name": "zahlen für Ada.csv", "contenttype": "text/csv", "content": "MSwyCg=="}]}
                    """);
            assertThat(awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(service.systemJobs().result(null, id))
                    .hasValue("{\"accepted\":[\"ada@example.org\",\"bob@example.org\",\"eve@example.org\"],"
                            + "\"refused\":{}}");
            MimeMessage[] received = mailbox.server.getReceivedMessages();
            assertThat(received).hasSize(3);
            MimeMessage message = received[0];
            assertThat(message.getSubject()).isEqualTo("Grüße, <Ada & Co>");
            assertThat(message.getFrom()[0]).hasToString("Nightshift <jobs@example.org>");
            assertThat(message.getReplyTo()[0]).hasToString("desk@example.org");
            assertThat(message.getMessageID()).isEqualTo("<" + id + "@example.org>");
            assertThat(message.getHeader("Bcc")).isNull();
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            MimeMultipart parts = (MimeMultipart) message.getContent();
            MimeMultipart forms = (MimeMultipart) parts.getBodyPart(0).getContent();
            assertThat(forms.getBodyPart(0).getContent()).isEqualTo("Dear <Ada & Co>, one;two;");
            assertThat(forms.getBodyPart(1).getContent()).isEqualTo("<p>Dear &lt;Ada &amp; Co&gt;</p>");
            assertThat(jakarta.mail.internet.MimeUtility.decodeText(
                            parts.getBodyPart(1).getFileName()))
                    .isEqualTo("zahlen für Ada.csv");
            assertThat(parts.getBodyPart(1).getInputStream()).hasContent("1,2\n");
        }
    }

    @Test
    void aRefusedSignInWaitsForAPersonAndGoesOnAfterwards() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            mailbox.server.setUser("jobs@example.org", "jobs", "right");
            POSTMAN.set(Optional.of(mailbox.postman("wrong")));
            UUID id = enqueue(HELLO);
            AsyncOperation waiting = awaitStanding(id, Standing.suspended(Cause.PERSON));
            assertThat(waiting.message()).contains("refused the sign-in").doesNotContain("wrong");
            assertThat(mailbox.server.getReceivedMessages()).isEmpty();
            POSTMAN.set(Optional.of(mailbox.postman("right")));
            service.queue().move(Move.RESUME, null, id, new Author("ada", null));
            assertThat(awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(mailbox.server.getReceivedMessages()).hasSize(2);
        }
    }

    @Test
    void aServerThatIsNotConfiguredAwayOrNotTrustedNeverLosesTheMessage() throws Exception {
        POSTMAN.set(Optional.empty());
        UUID id = enqueue(HELLO);
        assertThat(awaitStanding(id, Standing.suspended(Cause.PERSON)).message())
                .contains("mail.host");
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            POSTMAN.set(Optional.of(postman(smtp, MailServer.Security.STARTTLS)));
            resume(id);
            assertThat(await(id, o -> o.standing().equals(Standing.suspended(Cause.PERSON)) && o.attempt() > 1)
                            .message())
                    .contains("STARTTLS");
            POSTMAN.set(Optional.of(postman(smtp, MailServer.Security.TLS)));
            resume(id);
            await(id, o -> o.standing().equals(Standing.suspended(Cause.PERSON)) && o.attempt() > 2);
            assertThat(smtp.delivered()).isEmpty();
            POSTMAN.set(Optional.of(postman(smtp, MailServer.Security.NONE)));
            resume(id);
            assertThat(awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(smtp.delivered()).containsExactly(List.of("ada@example.org", "bob@example.org"));
        }
        int nobody;
        try (ScriptedSmtp closed = new ScriptedSmtp()) {
            nobody = closed.port();
        }
        POSTMAN.set(Optional.of(new Postman(
                new MailServer("127.0.0.1", nobody, MailServer.Security.NONE, null, null, "jobs@example.org"))));
        AsyncOperation away = await(enqueue(HELLO), o -> o.retryCount() > 0);
        assertThat(away.errorCode()).isEqualTo(ErrorCode.NETWORK_ERROR.code());
        // It would go on trying, at the servers of the tests that come after this one.
        service.queue().move(Move.CANCEL, null, away.id(), new Author("ada", null));
        awaitEnd(away.id());
    }

    @Test
    void oneRefusedRecipientIsNoErrorOfTheOthers() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            POSTMAN.set(Optional.of(postman(smtp, MailServer.Security.NONE)));
            smtp.answering("RCPT TO:<bob@", "550 5.1.1 No such user");
            UUID some = enqueue(HELLO);
            assertThat(awaitEnd(some).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(service.systemJobs().result(null, some).orElseThrow())
                    .contains("\"accepted\":[\"ada@example.org\"]", "No such user");
            smtp.answering("RCPT TO:<ada@", "553 5.1.3 Bad address");
            AsyncOperation none = awaitEnd(enqueue(HELLO));
            assertThat(none.status()).isEqualTo(StatusCode.FAILED);
            assertThat(none.message()).contains("ada@example.org", "Bad address", "bob@example.org", "No such user");
            assertThat(smtp.delivered()).containsExactly(List.of("ada@example.org"));
        }
    }

    @Test
    void aRecipientWhoIsPutOffIsTriedAgainAloneAndTheOthersGetItOnce() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            POSTMAN.set(Optional.of(postman(smtp, MailServer.Security.NONE)));
            smtp.answering("RCPT TO:<bob@", "451 4.7.1 Greylisted, come again");
            UUID id = enqueue(HELLO);
            assertThat(await(id, o -> o.retryCount() > 0).message()).contains("bob@example.org", "Greylisted");
            smtp.forget();
            assertThat(awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(smtp.delivered()).containsExactly(List.of("ada@example.org"), List.of("bob@example.org"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL FROM, 421 4.3.2 Closing, RETRY",
        "MAIL FROM, '', RETRY",
        "DATA, 451 4.3.0 Try later, RETRY",
        "., 452 4.3.1 Disk full, RETRY",
        "., '', RETRY",
        "MAIL FROM, 550 5.7.1 We do not like you, PERSON",
        "., 554 5.7.1 Looks like spam, PERSON"
    })
    void whatIsSaidOfTheWholeMessageIsRetriedOrShownToAPerson(String command, String answer, Cause cause)
            throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            POSTMAN.set(Optional.of(postman(smtp, MailServer.Security.NONE)));
            smtp.answering(command, answer);
            UUID id = enqueue(HELLO);
            AsyncOperation stopped = await(
                    id,
                    o -> cause == Cause.RETRY
                            ? o.retryCount() > 0
                            : o.standing().equals(Standing.suspended(Cause.PERSON)));
            assertThat(stopped.errorCode()).isEqualTo(ErrorCode.NETWORK_ERROR.code());
            smtp.forget();
            if (cause == Cause.PERSON) {
                resume(id);
            }
            assertThat(awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(smtp.delivered()).containsExactly(List.of("ada@example.org", "bob@example.org"));
        }
    }

    /** Seed when-jobs-fail-suspend-or-retry.txt: a person adds the address and resumes; a plain operation has nobody. */
    @Test
    void aMissingAddressSuspendsAWorkflowAndFailsAPlainOperation() throws Exception {
        String blank = "{\"to\":[\"ada@example.org\",\"\"],\"subject\":\"Hello\",\"text\":\"x\"}";
        AsyncOperation plain = awaitEnd(enqueue(blank));
        assertThat(plain.status()).isEqualTo(StatusCode.FAILED);
        assertThat(plain.message()).contains("cannot be sent to all its recipients", "blank or not valid");
        UUID workflow =
                service.queue().enqueue(Operation.of(OperationType.WORKFLOW).data(blank));
        assertThat(awaitStanding(workflow, Standing.suspended(Cause.PERSON)).message())
                .contains("cannot be sent to all its recipients");
    }

    private static Postman postman(ScriptedSmtp smtp, MailServer.Security security) {
        return new Postman(new MailServer("127.0.0.1", smtp.port(), security, null, null, "jobs@example.org"));
    }

    private static UUID enqueue(String data) throws SQLException {
        return service.queue().enqueue(Operation.named("mail").data(data));
    }

    private static void resume(UUID id) throws SQLException {
        service.queue().move(Move.RESUME, null, id, new Author("ada", "mended"));
    }

    private static AsyncOperation awaitEnd(UUID id) {
        return await(id, AsyncOperation::isCompleted);
    }

    private static AsyncOperation awaitStanding(UUID id, Standing standing) {
        return await(id, operation -> operation.standing().equals(standing));
    }

    private static AsyncOperation await(UUID id, Predicate<AsyncOperation> condition) {
        return Awaitility.await().until(() -> service.systemJobs().get(null, id).orElseThrow(), condition);
    }

    /** A whole mail server that speaks TLS, with a certificate that only this test trusts. */
    private static final class Mailbox implements AutoCloseable {
        final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));

        Mailbox() {
            server.start();
        }

        Postman postman(String password) {
            Properties trusting = new Properties();
            trusting.setProperty("mail.smtp.ssl.trust", "*");
            trusting.setProperty("mail.smtp.ssl.checkserveridentity", "false");
            MailServer settings = new MailServer(
                    "127.0.0.1",
                    server.getSmtps().getPort(),
                    MailServer.Security.TLS,
                    password == null ? null : "jobs",
                    password,
                    "Nightshift <jobs@example.org>");
            return new Postman(settings, trusting);
        }

        @Override
        public void close() {
            server.stop();
        }
    }
}
