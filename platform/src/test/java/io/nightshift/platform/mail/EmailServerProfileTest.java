package io.nightshift.platform.mail;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.event.AddressRule;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an organization may not name as its mail server, each with its sentence. */
class EmailServerProfileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "127.0.0.1 | 2 | a@b.org | - | the host 127.0.0.1 is private to this server; its administrator can allow it with the setting mail.allow",
                "169.254.169.254 | 1 | a@b.org | - | the host 169.254.169.254 is private to this server; its administrator can allow it with the setting mail.allow",
                "localhost | 1 | a@b.org | - | the host localhost is private to this server; its administrator can allow it with the setting mail.allow",
                "::1 | 1 | a@b.org | - | the host ::1 is private to this server; its administrator can allow it with the setting mail.allow",
                "smtp.example.org | 0 | a@b.org | - | mail in the clear goes only to hosts that the server's setting mail.allow names; set outgoingsecurity to STARTTLS (1) or TLS (2)",
                "http://smtp.example.org/x | 1 | a@b.org | - | outgoingserverlocation has to be the name of a host alone, such as smtp.example.org",
                "smtp.example.org | 1 | - | - | a mail server of its own needs the sender's address; set senderaddress",
                "smtp.example.org | 1 | sales | - | the sender's address 'sales' is not valid; give one such as sales@example.org",
                "- | 1 | a@b.org | - | a sender's address of its own needs a mail server of its own, for on that of the server anybody could be anybody; set outgoingserverlocation, or leave out senderaddress",
                "- | 1 | - | ada | a user name needs a mail server to sign in at; set outgoingserverlocation"
            })
    void whatCannotBeUsedIsRefusedWhenItIsWritten(String host, int security, String address, String user, String why) {
        Entity profile = new Entity("emailserverprofile", UUID.randomUUID())
                .set("name", "Bad")
                .set("outgoingserverlocation", host)
                .set("outgoingsecurity", new OptionSetValue(security))
                .set("outgoingusername", user)
                .set("senderaddress", address);
        assertThatThrownBy(() -> EmailServerProfile.of(profile).check(new AddressRule(List.of("relay.internal"))))
                .hasMessage("The e-mail server profile 'Bad' cannot be used: " + why + ".");
    }

    @Test
    void aNameThatLeadsToAPrivateHostIsRefusedWhenItIsCalled() throws Exception {
        // Whatever the name is, the address is looked at that it has led to.
        GuardedSockets sockets = new GuardedSockets(new AddressRule(List.of()), "mail.example.org", 25);
        assertThatThrownBy(() -> sockets.createSocket("127.0.0.1", 25))
                .isInstanceOf(GuardedSockets.PrivateHostException.class);
        Postman hostile = new Postman(
                new MailServer("127.0.0.1", 25, MailServer.Security.TLS, null, null, "eve@example.org"),
                new AddressRule(List.of()),
                new Postman.Advice("", "", "Private."),
                null);
        Mail mail = MailRequest.read("{\"to\":\"a@b.org\",\"text\":\"x\"}");
        assertThatThrownBy(() -> hostile.send(mail, mail.recipients(), UUID.randomUUID(), Instant.EPOCH))
                .isInstanceOf(MailRefusedException.class)
                .hasMessage("Private.");
    }
}
