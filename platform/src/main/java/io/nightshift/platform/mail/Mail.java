package io.nightshift.platform.mail;

import io.nightshift.operation.ErrorCode;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message to people. Immutable; whoever makes one has valid addresses: a blank or malformed one is refused with the
 * sentence a person can act on.
 *
 * @param subject one line
 * @param text the plain form; at least one of text and html is given
 */
public record Mail(
        List<String> to,
        List<String> cc,
        List<String> bcc,
        @Nullable String replyTo,
        String subject,
        @Nullable String text,
        @Nullable String html,
        List<Attachment> attachments) {

    /** So many recipients a message may have, all kinds together. */
    public static final int MOST_RECIPIENTS = 500;

    /**
     * A file that goes with the message.
     *
     * @param name one line
     * @param contentType of one part, such as {@code application/pdf}
     */
    public record Attachment(String name, String contentType, byte[] content) {

        public Attachment {
            if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
                throw ErrorCode.INVALID_ARGUMENT.fault(
                        "The name of an attachment must be one line without control characters.");
            }
            if (!isOnePart(contentType)) {
                throw ErrorCode.INVALID_ARGUMENT.fault("The content type of the attachment '" + name
                        + "' is none; give one such as application/pdf, or none at all.");
            }
        }

        private static boolean isOnePart(String contentType) {
            try {
                return contentType.chars().noneMatch(Character::isISOControl)
                        && !new ContentType(contentType).match("multipart/*");
            } catch (ParseException e) {
                return false;
            }
        }
    }

    public Mail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        attachments = List.copyOf(attachments);
        List<String> all = all(to, cc, bcc);
        if (all.isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The message has no recipient: give at least one e-mail address.");
        }
        if (all.size() > MOST_RECIPIENTS) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A message goes to at most " + MOST_RECIPIENTS + " recipients; got "
                    + all.size() + ". Enqueue one message for each group.");
        }
        List<String> bad = all.stream().filter(address -> !isAddress(address)).toList();
        if (!bad.isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "The message cannot be sent to all its recipients: the e-mail address of " + bad.size()
                            + " of them is blank or not valid (" + shown(bad) + ").");
        }
        if (replyTo != null && !isAddress(replyTo)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The address for replies is not valid: '" + replyTo + "'.");
        }
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The subject must be one line without control characters.");
        }
        if (text == null && html == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The message has no content: give text, html or both.");
        }
    }

    /** Every recipient once, by the bare address in the order of the headers. */
    public List<String> recipients() {
        Map<String, String> once = new LinkedHashMap<>();
        for (String address : all(to, cc, bcc)) {
            once.putIfAbsent(bare(address), address);
        }
        return List.copyOf(once.keySet());
    }

    private static List<String> all(List<String> to, List<String> cc, List<String> bcc) {
        List<String> all = new ArrayList<>(to);
        all.addAll(cc);
        all.addAll(bcc);
        return all;
    }

    /** One address and no more; a list in the place of one would reach people nobody counted. */
    static boolean isAddress(String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            if (parsed.length != 1 || parsed[0].isGroup()) {
                return false;
            }
            parsed[0].validate();
            return parsed[0].getAddress().indexOf('@') > 0;
        } catch (AddressException e) {
            return false;
        }
    }

    /** The address alone, by which a server answers. */
    static String bare(String address) {
        try {
            return new InternetAddress(address, true).getAddress();
        } catch (AddressException e) {
            throw new IllegalStateException("It was checked before: " + address, e);
        }
    }

    private static String shown(List<String> bad) {
        String some = String.join(
                ", ",
                bad.stream()
                        .limit(3)
                        .map(a -> "'" + a.strip().replaceAll("\\p{Cntrl}+", " ") + "'")
                        .toList());
        return bad.size() > 3 ? some + " and others" : some;
    }
}
