package io.nightshift.platform.mail;

import io.nightshift.operation.ErrorCode;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The SMTP server that takes our mail, and who we are to it. Immutable.
 *
 * @param host its name; with TLS the certificate must be for this name
 * @param port 1 to 65535; usually 587 for STARTTLS, 465 for TLS, 25 inside a network
 * @param user null when the server takes mail without a sign-in
 * @param from the sender of every message, as {@code Name <address>} or an address alone
 */
public record MailServer(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable String password,
        String from) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How the connection is protected. */
    public enum Security {
        /** Not at all: for a server on the same machine or in a closed network. */
        NONE,
        /** Begins in the clear and must change to TLS before anything is said. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS
    }

    public MailServer {
        if (!Mail.isAddress(from)) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "The sender's address '" + from + "' is not valid; give one such as Jobs <jobs@example.org>.");
        }
    }

    Properties properties() {
        String millis = Long.toString(PATIENCE.toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.auth", Boolean.toString(user != null));
        // One refused recipient does not keep the message from the others; the answer names each.
        properties.setProperty("mail.smtp.sendpartial", "true");
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(security == Security.TLS));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(security == Security.STARTTLS));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(security == Security.STARTTLS));
        return properties;
    }

    /** Without the password: this text reaches logs. */
    @Override
    public String toString() {
        return host + ":" + port + " (" + security + (user == null ? "" : ", user " + user) + ")";
    }
}
