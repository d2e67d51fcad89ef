package io.nightshift.platform.mail;

import io.nightshift.platform.event.AddressRule;
import io.nightshift.platform.mail.MailServer.Security;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an organization sends mail (Dynamics: emailserverprofile): who the sender is, where answers go, and the mail server, if
 * it has one of its own. Immutable; what cannot be used is refused with 0x80040203 and what to do.
 *
 * @param host null when the server's own mail server sends
 * @param senderAddress null for that of the server; only with a mail server of the organization's own
 */
record EmailServerProfile(
        UUID id,
        String name,
        @Nullable String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable String senderName,
        @Nullable String senderAddress,
        @Nullable String replyTo) {

    static final String ENTITY = "emailserverprofile";

    private static final int STARTTLS_PORT = 587;
    private static final int TLS_PORT = 465;
    private static final int PLAIN_PORT = 25;

    /** The profile of a record. */
    static EmailServerProfile of(Entity record) {
        OptionSetValue mode = record.get("outgoingsecurity", OptionSetValue.class);
        Security security = mode == null ? Security.STARTTLS : Security.values()[mode.value()];
        Integer port = record.get("outgoingportnumber", Integer.class);
        return new EmailServerProfile(
                Objects.requireNonNull(record.id()),
                Objects.requireNonNullElse(record.get("name", String.class), ""),
                text(record, "outgoingserverlocation"),
                port != null
                        ? port
                        : switch (security) {
                            case NONE -> PLAIN_PORT;
                            case STARTTLS -> STARTTLS_PORT;
                            case TLS -> TLS_PORT;
                        },
                security,
                text(record, "outgoingusername"),
                text(record, "sendername"),
                text(record, "senderaddress"),
                text(record, "replytoaddress"));
    }

    private static @Nullable String text(Entity record, String attribute) {
        String text = record.get(attribute, String.class);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Refuses what cannot be used, as far as it can be told without asking the network where the host lies. */
    void check(AddressRule rule) {
        checkAddress("the sender's address", senderAddress);
        checkAddress("the address for replies", replyTo);
        if (senderName != null && senderName.chars().anyMatch(Character::isISOControl)) {
            throw bad("the sender's name must be one line");
        }
        if (host == null) {
            if (senderAddress != null) {
                throw bad(
                        "a sender's address of its own needs a mail server of its own, for on that of the server anybody could"
                                + " be anybody; set outgoingserverlocation, or leave out senderaddress");
            }
            if (user != null) {
                throw bad("a user name needs a mail server to sign in at; set outgoingserverlocation");
            }
            return;
        }
        if (senderAddress == null) {
            throw bad("a mail server of its own needs the sender's address; set senderaddress");
        }
        if (!host.matches("[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}")) {
            throw bad("outgoingserverlocation has to be the name of a host alone, such as smtp.example.org");
        }
        if (security == Security.NONE && !rule.names(host, port)) {
            throw bad(
                    "mail in the clear goes only to hosts that the server's setting mail.allow names; set outgoingsecurity"
                            + " to STARTTLS (1) or TLS (2)");
        }
        if (isPrivateByItsName() && !rule.names(host, port)) {
            throw bad(isPrivate());
        }
    }

    private boolean isPrivateByItsName() {
        String lower = String.valueOf(host).toLowerCase(Locale.ROOT);
        if (lower.equals("localhost") || lower.endsWith(".localhost")) {
            return true;
        }
        try {
            return AddressRule.isPrivate(InetAddress.ofLiteral(lower));
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    private String isPrivate() {
        return "the host " + host
                + " is private to this server; its administrator can allow it with the setting mail.allow";
    }

    private void checkAddress(String what, @Nullable String address) {
        if (address != null && (!Mail.isAddress(address) || !Mail.bare(address).equals(address))) {
            throw bad(what + " '" + address.replaceAll("\\p{Cntrl}+", " ") + "' is not valid; give one such as"
                    + " sales@example.org");
        }
    }

    private RuntimeException bad(String why) {
        return FaultCode.INVALID_ARGUMENT.fault(
                "The e-mail server profile '" + name + "' cannot be used: " + why + ".");
    }

    /**
     * Who sends by this profile.
     *
     * @param password for the sign-in, if there is one
     * @param server who sends for organizations without a mail server of their own; empty while there is nobody
     */
    Optional<Postman> postman(@Nullable String password, AddressRule rule, Optional<Postman> server) {
        check(rule);
        if (host == null) {
            return server.map(postman -> postman.as(senderName, replyTo));
        }
        return Optional.of(new Postman(
                new MailServer(host, port, security, user, password, sender(Objects.requireNonNull(senderAddress))),
                rule,
                new Postman.Advice(
                        "the user name and the password of the e-mail server profile '" + name + "'",
                        "the connection security of the e-mail server profile '" + name + "'",
                        "The e-mail server profile '" + name + "' cannot be used: " + isPrivate() + ", then resume."),
                replyTo));
    }

    private String sender(String address) {
        return senderName == null ? address : named(senderName, address);
    }

    /** An address as a header has it, whatever signs and letters the name has. */
    static String named(String name, String address) {
        try {
            return new InternetAddress(address, name, StandardCharsets.UTF_8.name()).toString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 is always known", e);
        }
    }
}
