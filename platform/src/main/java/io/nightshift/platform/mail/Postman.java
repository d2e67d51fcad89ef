package io.nightshift.platform.mail;

import io.nightshift.platform.event.AddressRule;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Hands messages over to one SMTP server, a connection for each. Thread-safe. */
public final class Postman {

    private static final int FOR_GOOD = 500;

    /**
     * What a person is told to mend.
     *
     * @param signIn what the user and the password are called where they are set
     * @param security what the protection of the connection is called there
     * @param privateHost the sentence about a host that may not be reached
     */
    record Advice(String signIn, String security, String privateHost) {
        static final Advice OF_THE_SERVER = new Advice("mail.user and mail.password", "mail.security", "");
    }

    private final MailServer server;
    private final Advice advice;
    private final @Nullable String replyTo;
    private final Session session;

    /** For the mail server of this server's administrator, wherever it lies. */
    public Postman(MailServer server) {
        this(server, new Properties());
    }

    /** @param further properties of the transport, for servers whose certificate only a test trusts */
    Postman(MailServer server, Properties further) {
        this(server, Advice.OF_THE_SERVER, null, session(server, further));
    }

    /**
     * For the mail server of an organization.
     *
     * @param rule where it may lie
     * @param replyTo where answers go; null for the sender
     */
    Postman(MailServer server, AddressRule rule, Advice advice, @Nullable String replyTo) {
        this(server, advice, replyTo, session(server, guarded(server, rule)));
    }

    private Postman(MailServer server, Advice advice, @Nullable String replyTo, Session session) {
        this.server = server;
        this.advice = advice;
        this.replyTo = replyTo;
        this.session = session;
    }

    private static Session session(MailServer server, Properties further) {
        Properties properties = server.properties();
        properties.putAll(further);
        return Session.getInstance(properties);
    }

    private static Properties guarded(MailServer server, AddressRule rule) {
        Properties guarded = new Properties();
        guarded.put("mail.smtp.socketFactory", new GuardedSockets(rule, server.host(), server.port()));
        guarded.setProperty("mail.smtp.socketFactory.fallback", "false");
        return guarded;
    }

    /** The same mail server for somebody by another name, with another address for replies; null for none. */
    Postman as(@Nullable String name, @Nullable String replies) {
        String from = name == null ? server.from() : EmailServerProfile.named(name, Mail.bare(server.from()));
        return new Postman(
                new MailServer(server.host(), server.port(), server.security(), server.user(), server.password(), from),
                advice,
                replies,
                session);
    }

    /** What the protection of the connection is called where it is set. */
    String securitySetting() {
        return advice.security();
    }

    /**
     * Sends to some of a message's recipients.
     *
     * @param id becomes the Message-ID; the same for every try of the same message
     * @param date what the message says of when it was written
     * @throws MailRefusedException when the server refuses us or the whole message, for good
     * @throws MessagingException when it could not be reached or refused for now; nobody has got the message
     */
    public Delivery send(Mail mail, List<String> recipients, UUID id, Instant date) throws MessagingException {
        MimeMessage message = message(mail, id, date);
        List<Address> addresses = new ArrayList<>();
        for (String recipient : recipients) {
            addresses.add(new InternetAddress(recipient, true));
        }
        try (Transport transport = session.getTransport()) {
            transport.connect(server.host(), server.port(), server.user(), server.password());
            transport.sendMessage(message, addresses.toArray(Address[]::new));
            return new Delivery(recipients, Map.of(), Map.of());
        } catch (AuthenticationFailedException e) {
            throw new MailRefusedException(
                    "The mail server " + server + " refused the sign-in: mend " + advice.signIn() + ", then resume.",
                    e);
        } catch (SendFailedException e) {
            return sorted(e);
        } catch (MessagingException e) {
            for (Throwable at = e; at != null; at = at.getCause()) {
                if (at instanceof GuardedSockets.PrivateHostException) {
                    throw new MailRefusedException(advice.privateHost(), e);
                }
            }
            throw e;
        }
    }

    /** Sorts what the server said of each recipient; an answer about the whole message is thrown on. */
    private Delivery sorted(SendFailedException failure) throws MessagingException {
        Map<String, String> refused = new LinkedHashMap<>();
        Map<String, String> deferred = new LinkedHashMap<>();
        for (Exception at = failure; at instanceof MessagingException one; at = one.getNextException()) {
            if (at instanceof SMTPAddressFailedException address) {
                Map<String, String> where = address.getReturnCode() >= FOR_GOOD ? refused : deferred;
                where.put(address.getAddress().getAddress(), said(address.getMessage()));
            } else if (at instanceof SMTPSenderFailedException sender && sender.getReturnCode() >= FOR_GOOD) {
                throw new MailRefusedException(
                        "The mail server " + server + " does not take mail from " + server.from() + ": "
                                + said(sender.getMessage()),
                        sender);
            }
        }
        List<String> accepted = texts(failure.getValidSentAddresses());
        if (accepted.isEmpty()
                && failure instanceof SMTPSendFailedException whole
                && refused.isEmpty()
                && deferred.isEmpty()) {
            if (whole.getReturnCode() >= FOR_GOOD) {
                throw new MailRefusedException(
                        "The mail server " + server + " refused the message: " + said(whole.getMessage()), whole);
            }
            throw whole;
        }
        // Those it would have taken but did not, because the try ended before: they are asked for again.
        for (String unsent : texts(failure.getValidUnsentAddresses())) {
            if (!refused.containsKey(unsent)) {
                deferred.putIfAbsent(unsent, "not sent, because of others");
            }
        }
        if (accepted.isEmpty() && refused.isEmpty() && deferred.isEmpty()) {
            throw failure;
        }
        return new Delivery(accepted, refused, deferred);
    }

    private MimeMessage message(Mail mail, UUID id, Instant date) throws MessagingException {
        InternetAddress sender = new InternetAddress(server.from(), true);
        String domain = sender.getAddress().substring(sender.getAddress().lastIndexOf('@'));
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + id + domain + ">");
            }
        };
        message.setFrom(sender);
        for (String address : mail.to()) {
            message.addRecipients(Message.RecipientType.TO, InternetAddress.parse(address, true));
        }
        for (String address : mail.cc()) {
            message.addRecipients(Message.RecipientType.CC, InternetAddress.parse(address, true));
        }
        // Those of the blind copy stand in no header.
        String replies = mail.replyTo() != null ? mail.replyTo() : replyTo;
        if (replies != null) {
            message.setReplyTo(InternetAddress.parse(replies, true));
        }
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
        // Answering machines leave such a message unanswered.
        message.setHeader("Auto-Submitted", "auto-generated");
        if (mail.attachments().isEmpty()) {
            setBody(message, mail);
        } else {
            MimeMultipart parts = new MimeMultipart("mixed");
            MimeBodyPart body = new MimeBodyPart();
            setBody(body, mail);
            parts.addBodyPart(body);
            for (Mail.Attachment attachment : mail.attachments()) {
                parts.addBodyPart(part(attachment));
            }
            message.setContent(parts);
        }
        message.saveChanges();
        return message;
    }

    private static void setBody(jakarta.mail.internet.MimePart part, Mail mail) throws MessagingException {
        String utf8 = StandardCharsets.UTF_8.name();
        if (mail.html() == null) {
            part.setText(mail.text(), utf8);
        } else if (mail.text() == null) {
            part.setText(mail.html(), utf8, "html");
        } else {
            MimeBodyPart plain = new MimeBodyPart();
            plain.setText(mail.text(), utf8);
            MimeBodyPart html = new MimeBodyPart();
            html.setText(mail.html(), utf8, "html");
            // The last form is the one a reader prefers.
            MimeMultipart forms = new MimeMultipart("alternative");
            forms.addBodyPart(plain);
            forms.addBodyPart(html);
            part.setContent(forms);
        }
    }

    private static MimeBodyPart part(Mail.Attachment attachment) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.contentType())));
        part.setDisposition(jakarta.mail.Part.ATTACHMENT);
        try {
            part.setFileName(jakarta.mail.internet.MimeUtility.encodeText(
                    attachment.name(), StandardCharsets.UTF_8.name(), null));
        } catch (java.io.UnsupportedEncodingException e) {
            throw new MessagingException("UTF-8 is always known", e);
        }
        return part;
    }

    private static List<String> texts(Address[] addresses) {
        List<String> texts = new ArrayList<>();
        if (addresses != null) {
            for (Address address : addresses) {
                texts.add(((InternetAddress) address).getAddress());
            }
        }
        return texts;
    }

    /** One line of what a server said; servers are talkative. */
    private static String said(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 299) + "…";
    }
}
