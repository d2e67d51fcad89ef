package io.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The verbs for users and for what they sign in with. */
class PeopleVerbTest extends AgainstServer {

    @Test
    void aUserIsAddedAndSignsInWithATokenUntilItIsRevoked() {
        Ran added = run("users", "add", "anna", "--last-name", "Berg", "--role", "Basic User");
        assertThat(added.exitCode()).as(added.err()).isZero();
        assertThat(added.out()).contains("The user anna is there, as Basic User.");
        assertThat(run("users", "add", "anna", "--last-name", "Other").exitCode())
                .as("the name is taken")
                .isEqualTo(1);
        assertThat(run("users", "give", "anna", "--role", "Reader").out()).contains("has the role Reader");
        assertThat(run("users", "give", "anna", "--role", "No such").exitCode()).isEqualTo(4);
        assertThat(run("users", "list").out()).contains("anna", "Berg", "administrator");
        assertThat(run("tokens", "list").out()).contains("no tokens but those of the server");
        Ran made = run("tokens", "make", "anna", "--name", "report", "--expires", FAR, "--json");
        String token = made.json().path("token").asString();
        String id = made.json().path("id").asString();
        Map<String, String> anna = Map.of("NIGHTSHIFT_URL", server.uri().toString(), "NIGHTSHIFT_TOKEN", token);
        assertThat(runIn(anna, "users", "list").exitCode()).isZero();
        assertThat(runIn(anna, "tokens", "list").exitCode())
                .as("for administrators")
                .isEqualTo(5);
        assertThat(runIn(anna, "list").exitCode()).as("who may read").isZero();
        assertThat(runIn(anna, "nodes").exitCode()).as("for operators").isEqualTo(5);
        assertThat(run("tokens", "list").out()).contains("report", "until 2999");
        assertThat(run("tokens", "revoke", id).out()).contains("is revoked");
        assertThat(runIn(anna, "users", "list").exitCode()).as("not signed in").isEqualTo(5);
        assertThat(run("tokens", "revoke", id).exitCode()).isEqualTo(4);
        assertThat(run("tokens", "make", "anna", "--name", "robot", "--application")
                        .out())
                .contains("Client id:", "Client secret");
        assertThat(run("tokens", "make", "anna").exitCode()).isEqualTo(2);
        assertThat(run("users", "add").exitCode()).isEqualTo(2);
        assertThat(run("users", "rename").exitCode()).isEqualTo(2);
    }

    @Test
    void anEmailIsSentOnceAndTheOrganizationSendsByAProfile() {
        String email = run("records", "create", "emails", "--set", "subject=Hello", "--set", "description=x")
                .line();
        assertThat(run("mail", "send", email).err()).contains("The e-mail has no recipient");
        run(
                "records",
                "create",
                "activityparties",
                "--set",
                "addressused=ada@example.org",
                "--set",
                "activityid@odata.bind=/emails(" + email + ")");
        assertThat(run("mail", "send", email).out())
                .isEqualTo("The e-mail is on its way; list --regarding " + email + " shows how far its sending is.\n");
        Ran again = run("mail", "send", email);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err())
                .contains("was handed over already: it is on its way. To stop it, cancel its system job.");
        assertThat(run("list", "--regarding", email).out()).contains("Send e-mail: Hello");
        assertThat(run("mail", "send", "x").exitCode()).isEqualTo(2);
        assertThat(run("mail", "default", "Ours").exitCode()).isEqualTo(4);
        run("records", "create", "emailserverprofiles", "--set", "name=Ours", "--set", "sendername=Contoso");
        assertThat(run("mail", "default", "Ours").out())
                .isEqualTo("The organization sends by the e-mail server profile Ours now.\n");
    }

    @Test
    void thePasswordOfAProfileIsReadFromTheInputAndIsNeverShown() {
        run(
                "records",
                "create",
                "emailserverprofiles",
                "--set",
                "name=Relay",
                "--set",
                "outgoingserverlocation=smtp.example.org",
                "--set",
                "senderaddress=jobs@example.org",
                "--set",
                "outgoingusername=jobs");
        assertThat(given("s3cret-of-mail\n", "mail", "password", "Relay").out())
                .isEqualTo("The e-mail server profile Relay has a new password.\n");
        assertThat(relay()).contains("\"outgoingpasswordset\" : true").doesNotContain("s3cret-of-mail");
        assertThat(given("\n", "mail", "password", "Relay").out())
                .isEqualTo("The e-mail server profile Relay has no password any more.\n");
        assertThat(relay()).contains("\"outgoingpasswordset\" : false");
        assertThat(given("", "mail", "password", "Relay").exitCode()).isEqualTo(2);
        assertThat(given("x\n", "mail", "password", "Nobody").exitCode()).isEqualTo(4);
    }

    private String relay() {
        return run("records", "query", "emailserverprofiles", "--filter", "name eq 'Relay'", "--json")
                .out();
    }

    private Ran given(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }
}
