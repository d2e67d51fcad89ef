package io.nightshift.server.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.database.ServiceClock;
import io.nightshift.platform.Platform;
import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.signin.Credentials.Kind;
import io.nightshift.server.signin.Credentials.Made;
import io.nightshift.server.signin.Sessions.Attempt;
import io.nightshift.server.signin.Sessions.Attempt.SignedIn;
import io.nightshift.server.signin.Sessions.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passwords, sessions, tokens and applications on two nodes, at a time that the tests set. */
class SessionsTest {

    private static final String CONTOSO = "contoso";
    private static final String PASSWORD = "correct horse battery";
    private static final AtomicReference<Instant> TIME = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private static final ServiceClock CLOCK = new ServiceClock() {
        @Override
        public Instant now() {
            return TIME.get();
        }

        @Override
        public long nanos() {
            return Duration.between(Instant.EPOCH, TIME.get()).toNanos();
        }
    };

    private static TestDatabase database;
    private static Platform platform;
    private static Identity one;
    private static Identity other;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        platform = new Platform(
                database.dataSource(), new OperationQueue(QueueStore.open(database.dataSource(), CLOCK, CONTOSO)));
        one = new Identity(database.dataSource(), platform, CLOCK);
        other = new Identity(database.dataSource(), platform, CLOCK);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static Caller person(String name) throws Exception {
        Organization organization = platform.organization(CONTOSO);
        UUID id = service(organization)
                .create(new Entity("systemuser")
                        .set("lastname", name)
                        .set("domainname", name)
                        .set("businessunitid", new EntityReference("businessunit", organization.rootBusinessUnitId())));
        return new Caller(name, CONTOSO, id);
    }

    private static OrganizationService service(Organization organization) {
        return platform.service(CONTOSO, organization.systemUserId());
    }

    private static void later(Duration duration) {
        TIME.updateAndGet(now -> now.plus(duration));
    }

    private static Session signedIn(Attempt attempt) {
        assertThat(attempt).isInstanceOf(SignedIn.class);
        return ((SignedIn) attempt).session();
    }

    private static String cookie(Session session) {
        return "theme=dark; " + Sessions.COOKIE + "=" + session.cookie();
    }

    @Test
    void aPasswordBeginsASessionThatEveryNodeKnowsAndEnds() throws Exception {
        Caller anna = person("anna");
        one.passwords().set(anna, PASSWORD);
        Session session = signedIn(one.sessions().signIn(CONTOSO, "ANNA", PASSWORD, "a"));
        assertThat(session.caller()).isEqualTo(anna);
        assertThat(session.setCookie(true)).contains("HttpOnly", "SameSite=Lax", "Secure", "Path=/");
        Session seen = other.sessions().current(cookie(session)).orElseThrow();
        assertThat(seen.caller()).isEqualTo(anna);
        assertThat(seen.cookie()).isNull();
        assertThat(seen.csrfMatches(session.csrf())).isTrue();
        assertThat(seen.csrfMatches(null)).isFalse();
        assertThat(seen.csrfMatches("x")).isFalse();
        one.sessions().signOut(seen);
        assertThat(other.sessions().current(cookie(session))).isEmpty();
        assertThat(one.sessions().current(null)).isEmpty();
        assertThat(one.sessions().current(Sessions.COOKIE + "=")).isEmpty();
        assertThat(one.sessions().current(Sessions.COOKIE + "=made-up")).isEmpty();
    }

    @Test
    void theCookieChangesAndACopyOfTheOldOneEndsTheSession() throws Exception {
        Session first = one.sessions().begin(person("bert"));
        later(Duration.ofMinutes(16));
        Session second = other.sessions().current(cookie(first)).orElseThrow();
        assertThat(second.cookie()).isNotNull().isNotEqualTo(first.cookie());
        assertThat(second.csrf()).as("forms that are open go on").isEqualTo(first.csrf());
        assertThat(one.sessions().current(cookie(first))).as("on its way").isPresent();
        later(Duration.ofMinutes(2));
        assertThat(one.sessions().current(cookie(second))).isPresent();
        assertThat(one.sessions().current(cookie(first))).as("a copy").isEmpty();
        assertThat(one.sessions().current(cookie(second))).as("whoever has it").isEmpty();
    }

    @Test
    void aSessionEndsWithoutUseAndWithANewPassword() throws Exception {
        Caller carl = person("carl");
        Session idle = one.sessions().begin(carl);
        later(Duration.ofHours(9));
        assertThat(one.sessions().current(cookie(idle))).isEmpty();
        Session open = one.sessions().begin(carl);
        other.passwords().set(carl, PASSWORD);
        assertThat(one.sessions().current(cookie(open))).isEmpty();
        assertThatThrownBy(() -> one.passwords().set(carl, "short"))
                .isInstanceOf(OrganizationServiceFault.class)
                .hasMessageContaining("12");
    }

    @Test
    void whoGuessesHasToWait() throws Exception {
        Caller dora = person("dora");
        one.passwords().set(dora, PASSWORD);
        // An unknown name is refused as a known one is: the counting is the same, so that it tells nothing.
        assertThat(one.sessions().signIn(CONTOSO, "nobody", PASSWORD, "b")).isInstanceOf(Attempt.Refused.class);
        assertThat(one.sessions().signIn("elsewhere", "dora", PASSWORD, "b")).isInstanceOf(Attempt.Refused.class);
        for (int i = 0; i < 10; i++) {
            one.failures().failed("contoso dora", "c" + i);
        }
        assertThat(one.sessions().signIn(CONTOSO, "Dora", PASSWORD, "d")).isInstanceOf(Attempt.TooMany.class);
        later(Duration.ofMinutes(6));
        signedIn(one.sessions().signIn(CONTOSO, "Dora", PASSWORD, "d"));
    }

    @Test
    void tokensAreGoodUntilTheyEndOrAreRevoked() throws Exception {
        Caller emil = person("emil");
        SignIn signIn = new SignIn(List.of(), other);
        Made lasting = one.credentials().make(Kind.TOKEN, emil, null);
        Made brief = one.credentials().make(Kind.TOKEN, emil, CLOCK.now().plusSeconds(60));
        assertThat(signIn.caller("Bearer " + lasting.secret())).contains(emil);
        assertThat(signIn.caller("Bearer " + brief.secret())).contains(emil);
        later(Duration.ofMinutes(2));
        assertThat(signIn.caller("Bearer " + brief.secret())).isEmpty();
        assertThat(one.credentials().revoke("elsewhere", lasting.id())).isFalse();
        assertThat(one.credentials().revoke(CONTOSO, lasting.id())).isTrue();
        assertThat(one.credentials().revoke(CONTOSO, lasting.id())).isFalse();
        assertThat(signIn.caller("Bearer " + lasting.secret())).isEmpty();
        assertThat(one.credentials().list(CONTOSO))
                .filteredOn(credential -> credential.userId().equals(emil.userId()))
                .hasSize(2);
    }

    @Test
    void anApplicationsTokensAreShortAndEndWithIt() throws Exception {
        Caller app = person("robot");
        SignIn signIn = new SignIn(List.of(), other);
        Made made = one.credentials().make(Kind.APPLICATION, app, null);
        String token =
                one.accessTokens().make(made.id().toString(), made.secret()).orElseThrow();
        assertThat(one.accessTokens().make(made.id().toString(), "wrong")).isEmpty();
        assertThat(one.accessTokens().make("no id", made.secret())).isEmpty();
        assertThat(signIn.caller("Bearer " + made.secret()))
                .as("a secret is no token")
                .isEmpty();
        assertThat(signIn.caller("Bearer " + token)).contains(app);
        int dot = token.lastIndexOf('.');
        assertThat(signIn.caller("Bearer " + token.substring(0, dot + 1))).isEmpty();
        assertThat(signIn.caller("Bearer " + token.substring(0, dot) + ".AAAA")).isEmpty();
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(signIn.caller("Bearer " + none + token.substring(token.indexOf('.'), dot + 1)))
                .isEmpty();
        later(AccessTokens.LIFE.plusSeconds(1));
        assertThat(signIn.caller("Bearer " + token)).isEmpty();
        String next =
                one.accessTokens().make(made.id().toString(), made.secret()).orElseThrow();
        assertThat(signIn.caller("Bearer " + next)).contains(app);
        one.credentials().revoke(CONTOSO, made.id());
        assertThat(signIn.caller("Bearer " + next)).isEmpty();
    }

    @Test
    void onlyWhoMayOperatesTheService() throws Exception {
        Caller frida = person("frida");
        Caller known = new Caller("administrator", CONTOSO, Organization.administratorId(CONTOSO));
        SignIn signIn = new SignIn(List.of(new SignIn.Known(known, Token.hash("secret"))), one);
        assertThat(signIn.mayOperate(known)).isTrue();
        assertThat(signIn.mayOperate(frida)).isFalse();
        Organization organization = platform.organization(CONTOSO);
        service(organization)
                .associate(
                        "systemuser",
                        frida.userId(),
                        new io.nightshift.sdk.Relationship("systemuserroles_association"),
                        List.of(new EntityReference("role", organization.administratorRoleId())));
        assertThat(signIn.mayOperate(frida)).isTrue();
        service(organization).update(new Entity("systemuser", frida.userId()).set("isdisabled", true));
        assertThat(signIn.mayOperate(frida)).isFalse();
    }
}
