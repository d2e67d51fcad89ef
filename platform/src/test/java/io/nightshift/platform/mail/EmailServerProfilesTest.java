package io.nightshift.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformSettings;
import io.nightshift.platform.event.AddressRule;
import io.nightshift.platform.workflow.WorkflowExtensions;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import io.nightshift.sdk.query.ColumnSet;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Organizations send by mail servers of their own, and reach nothing by them that is not theirs to reach. */
class EmailServerProfilesTest {

    private static final String CONTOSO = "contoso";
    private static final String FABRIKAM = "fabrikam";
    private static final String SECRET = "correct horse battery";
    private static final Author ADA = new Author("ada", null);
    private static TestDatabase database;
    private static HikariDataSource pool;
    private static AsyncService service;
    private static Platform platform;
    private static final GreenMail OF_THE_SERVER = relay();
    private static final GreenMail OF_CONTOSO = relay();
    private static final GreenMail OF_FABRIKAM = relay();

    private static GreenMail relay() {
        return new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create(TestDatabase.versions().getLast());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        pool = new HikariDataSource(config);
        List.of(OF_THE_SERVER, OF_CONTOSO, OF_FABRIKAM).forEach(GreenMail::start);
        OF_CONTOSO.setUser("sales@contoso.example", "contoso", SECRET);
        OF_FABRIKAM.setUser("info@fabrikam.example", "fabrikam", "other");
        ServiceSettings settings =
                ServiceSettings.DEFAULT.slots(4).retries(new RetrySchedule(Duration.ofMillis(20), 1.0, 5));
        service = AsyncService.on(pool, settings, CONTOSO, ServiceListener.NONE);
        service.queue().organizations().create(FABRIKAM);
        AddressRule allowed = new AddressRule(List.of(
                "127.0.0.1:" + OF_CONTOSO.getSmtp().getPort(),
                "127.0.0.1:" + OF_FABRIKAM.getSmtp().getPort()));
        platform = new Platform(pool, service.queue(), PlatformSettings.DEFAULT.mailAddresses(allowed), List.of());
        Postman ofTheServer = new Postman(new MailServer(
                "127.0.0.1",
                OF_THE_SERVER.getSmtp().getPort(),
                MailServer.Security.NONE,
                null,
                null,
                "Jobs <jobs@example.org>"));
        platform.handle(service, WorkflowExtensions.NONE, () -> Optional.of(ofTheServer));
        service.handle("mail", new SendMail(platform.postmen(() -> Optional.of(ofTheServer))));
        service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
        pool.close();
        List.of(OF_THE_SERVER, OF_CONTOSO, OF_FABRIKAM).forEach(GreenMail::stop);
        database.close();
    }

    @Test
    void eachOrganizationSendsByItsOwnMailServerAndAWrongPasswordWaitsForAPerson() throws Exception {
        UUID contoso = profile(CONTOSO, OF_CONTOSO, "contoso", "sales@contoso.example");
        UUID fabrikam = profile(FABRIKAM, OF_FABRIKAM, "fabrikam", "info@fabrikam.example");
        records(CONTOSO)
                .update(new Entity("emailserverprofile", contoso)
                        .set("sendername", "Contoso, \"Sales\"")
                        .set("replytoaddress", "answers@contoso.example"));
        password(CONTOSO, contoso, "wrong horse");
        password(FABRIKAM, fabrikam, "other");
        makeDefault(CONTOSO, contoso);
        makeDefault(FABRIKAM, fabrikam);

        UUID email = email(CONTOSO);
        AsyncOperation waiting =
                await(CONTOSO, email, operation -> operation.standing().equals(Standing.suspended(Cause.PERSON)));
        assertThat(waiting.errorCode()).isEqualTo(ErrorCode.NETWORK_ERROR.code());
        assertThat(waiting.message())
                .isEqualTo("The mail server 127.0.0.1:" + OF_CONTOSO.getSmtp().getPort()
                        + " (NONE, user contoso) refused the sign-in: mend the user name and the password of the e-mail"
                        + " server profile 'Mail of contoso', then resume.");
        assertThat(records(CONTOSO)
                        .retrieve("email", email, ColumnSet.of("deliveryerror"))
                        .get("deliveryerror"))
                .isEqualTo(waiting.message());
        password(CONTOSO, contoso, SECRET);
        service.queue().move(Move.RESUME, CONTOSO, waiting.id(), ADA);
        await(CONTOSO, email, AsyncOperation::isCompleted);
        await(FABRIKAM, email(FABRIKAM), AsyncOperation::isCompleted);

        MimeMessage ofContoso = only(OF_CONTOSO);
        assertThat(ofContoso.getFrom()[0]).hasToString("\"Contoso, \\\"Sales\\\"\" <sales@contoso.example>");
        assertThat(ofContoso.getReplyTo()[0]).hasToString("answers@contoso.example");
        assertThat(ofContoso.getMessageID()).endsWith("@contoso.example>");
        assertThat(only(OF_FABRIKAM).getFrom()[0]).hasToString("info@fabrikam.example");
        assertThat(OF_THE_SERVER.getReceivedMessages()).isEmpty();

        withAServerOfNobodysItIsTheServers(contoso);
        theSecretIsNowhereButInItsPlace(contoso);
    }

    /** Name and address for replies are the organization's, the address of the sender stays the server's. */
    private static void withAServerOfNobodysItIsTheServers(UUID profile) throws Exception {
        UUID ours = records(CONTOSO)
                .create(new Entity("emailserverprofile")
                        .set("name", "By the server")
                        .set("sendername", "Contoso")
                        .set("replytoaddress", "answers@contoso.example"));
        makeDefault(CONTOSO, ours);
        UUID mail = service.queue()
                .enqueue(Operation.named("mail")
                        .organization(CONTOSO)
                        .data("{\"to\":\"ada@example.org\",\"subject\":\"By the server\",\"text\":\"x\"}"));
        Awaitility.await()
                .until(() ->
                        service.systemJobs().get(CONTOSO, mail).orElseThrow().isCompleted());
        MimeMessage message = only(OF_THE_SERVER);
        assertThat(message.getFrom()[0]).hasToString("Contoso <jobs@example.org>");
        assertThat(message.getReplyTo()[0]).hasToString("answers@contoso.example");
        records(CONTOSO).delete("emailserverprofile", ours);
        UUID email = email(CONTOSO);
        assertThat(await(CONTOSO, email, AsyncOperation::isCompleted).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(OF_THE_SERVER.getReceivedMessages()[1].getFrom()[0]).hasToString("Jobs <jobs@example.org>");
        makeDefault(CONTOSO, profile);
    }

    /** Read by whatever reads: every column of every table of the database is looked through. */
    private static void theSecretIsNowhereButInItsPlace(UUID profile) throws Exception {
        Entity read = records(CONTOSO).retrieve("emailserverprofile", profile, ColumnSet.all());
        assertThat(read.get("outgoingpasswordset")).isEqualTo(true);
        assertThat(read.attributes().values().toString()).doesNotContain(SECRET);
        assertThat(places(SECRET)).containsExactly("org_contoso.emailserverprofile$password");
        assertThat(service.queue().serviceLog().read(CONTOSO, null, 10))
                .anyMatch(entry ->
                        entry.message().equals("set the password of the e-mail server profile 'Mail of contoso'"));
        records(CONTOSO).delete("emailserverprofile", profile);
        assertThat(places(SECRET)).isEmpty();
    }

    private static List<String> places(String text) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> found = new ArrayList<>();
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
                    + " AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT 1 FROM " + table + " t WHERE t::text LIKE '%" + text + "%' LIMIT 1")) {
                    if (rows.next()) {
                        found.add(table.replace("\"", ""));
                    }
                }
            }
            return found;
        }
    }

    @Test
    void thePasswordIsNoAttributeAndTravelsInNoOperation() throws Exception {
        assertThatThrownBy(() -> records(FABRIKAM)
                        .create(new Entity("emailserverprofile")
                                .set("name", "Bad")
                                .set("senderaddress", "a@b.org")
                                .set("outgoingserverlocation", "localhost")))
                .hasMessageContaining("the host localhost is private to this server");
        UUID profile = records(FABRIKAM).create(new Entity("emailserverprofile").set("name", "Plain"));
        OrganizationRequest request = new OrganizationRequest("SetEmailServerPassword")
                .set("EmailServerProfileId", profile)
                .set("Password", "travelling");
        assertThatThrownBy(() -> records(FABRIKAM).execute(new ExecuteBackgroundOperationRequest(request)))
                .hasMessageContaining("SetEmailServerPassword cannot be carried out in the background");
        assertThatThrownBy(() ->
                        records(FABRIKAM).retrieve("emailserverprofile", profile, ColumnSet.of("outgoingpassword")))
                .hasMessageContaining("has no attribute 'outgoingpassword'");
        UUID reader = UserWho.may(
                records(FABRIKAM), platform.organization(FABRIKAM).rootBusinessUnitId(), "reader@example.org");
        assertThatThrownBy(() -> platform.service(FABRIKAM, reader).execute(request))
                .hasMessageContaining("prvWriteEmailserverprofile");
        assertThat(places("travelling")).isEmpty();
    }

    private static OrganizationService records(String organization) throws SQLException {
        return platform.service(
                organization, platform.organization(organization).systemUserId());
    }

    private static UUID profile(String organization, GreenMail relay, String user, String sender) throws SQLException {
        return records(organization)
                .create(new Entity("emailserverprofile")
                        .set("name", "Mail of " + organization)
                        .set("outgoingserverlocation", "127.0.0.1")
                        .set("outgoingportnumber", relay.getSmtp().getPort())
                        .set("outgoingsecurity", new OptionSetValue(0))
                        .set("outgoingusername", user)
                        .set("senderaddress", sender));
    }

    private static void password(String organization, UUID profile, String password) throws SQLException {
        records(organization)
                .execute(new OrganizationRequest("SetEmailServerPassword")
                        .set("EmailServerProfileId", profile)
                        .set("Password", password));
    }

    private static void makeDefault(String organization, UUID profile) throws SQLException {
        records(organization)
                .update(new Entity(
                                "organization",
                                platform.organization(organization).id())
                        .set("defaultemailserverprofileid", new EntityReference("emailserverprofile", profile)));
    }

    private static UUID email(String organization) throws SQLException {
        OrganizationService records = records(organization);
        UUID id = records.create(new Entity("email").set("subject", "Hello").set("description", "How are you?"));
        records.create(new Entity("activityparty")
                .set("activityid", new EntityReference("email", id))
                .set("participationtypemask", new OptionSetValue(2))
                .set("addressused", "ada@example.org"));
        records.execute(new OrganizationRequest("SendEmail").set("EmailId", id).set("IssueSend", true));
        return id;
    }

    private static AsyncOperation await(String organization, UUID email, Predicate<AsyncOperation> condition) {
        return Awaitility.await("sending of " + email)
                .until(
                        () -> service.systemJobs()
                                .find(Search.all()
                                        .in(organization)
                                        .regarding(email)
                                        .types(Set.of(OperationType.OUTGOING_ACTIVITY)))
                                .operations()
                                .getFirst(),
                        condition);
    }

    private static MimeMessage only(GreenMail relay) {
        assertThat(relay.getReceivedMessages()).hasSize(1);
        return relay.getReceivedMessages()[0];
    }
}
