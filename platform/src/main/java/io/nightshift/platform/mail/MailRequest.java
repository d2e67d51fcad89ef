package io.nightshift.platform.mail;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.ServiceFault;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a message from the data of an operation; see {@link SendMail} for its form. */
final class MailRequest {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Set<String> NAMES =
            Set.of("to", "cc", "bcc", "replyto", "subject", "text", "html", "values", "attachments");
    private static final Set<String> ATTACHMENT_NAMES = Set.of("name", "contenttype", "content");

    private MailRequest() {}

    static Mail read(@Nullable String data) {
        ObjectNode object;
        try {
            object = MAPPER.readTree(data == null ? "" : data) instanceof ObjectNode read ? read : null;
        } catch (JacksonException e) {
            throw bad("the data is not valid JSON");
        }
        if (object == null) {
            throw bad("the data must be an object with at least to, subject and text or html");
        }
        known(object, NAMES, "the message");
        Map<String, Object> values = values(object.get("values"));
        String subject = textOf(object, "subject");
        String text = textOf(object, "text");
        String html = textOf(object, "html");
        return new Mail(
                addresses(object, "to"),
                addresses(object, "cc"),
                addresses(object, "bcc"),
                textOf(object, "replyto"),
                subject == null ? "" : values == null ? subject : MailTemplate.text(subject, values),
                text == null || values == null ? text : MailTemplate.text(text, values),
                html == null || values == null ? html : MailTemplate.html(html, values),
                attachments(object.get("attachments")));
    }

    private static void known(ObjectNode object, Set<String> names, String what) {
        for (String name : object.propertyNames()) {
            if (!names.contains(name)) {
                throw bad("'" + name + "' is not known of " + what + "; known are "
                        + names.stream().sorted().toList());
            }
        }
    }

    private static List<String> addresses(ObjectNode object, String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            return List.of();
        }
        List<String> addresses = new ArrayList<>();
        if (node.isString()) {
            addresses.add(node.asString());
        } else if (node.isArray()) {
            for (JsonNode each : node) {
                // A missing address in a list is what a person can mend; it is told with the others.
                addresses.add(each.isString() ? each.asString() : "");
            }
        } else {
            throw bad(name + " must be an address or a list of addresses");
        }
        return addresses;
    }

    private static @Nullable String textOf(ObjectNode object, String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw bad(name + " must be a text");
        }
        return node.asString();
    }

    private static List<Mail.Attachment> attachments(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw bad("attachments must be a list");
        }
        List<Mail.Attachment> attachments = new ArrayList<>();
        for (JsonNode each : node) {
            if (!(each instanceof ObjectNode object)) {
                throw bad("an attachment must be an object with name, contenttype and content");
            }
            known(object, ATTACHMENT_NAMES, "an attachment");
            String name = textOf(object, "name");
            String type = textOf(object, "contenttype");
            String content = textOf(object, "content");
            if (name == null || name.isBlank() || name.chars().anyMatch(Character::isISOControl) || content == null) {
                throw bad("an attachment needs a name of one line and content in Base64");
            }
            attachments.add(
                    new Mail.Attachment(name, type == null ? "application/octet-stream" : type, bytes(content)));
        }
        return attachments;
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw bad("the content of an attachment is not Base64");
        }
    }

    /** Null when there are none: then the texts are no templates, and braces in them stay. */
    private static @Nullable Map<String, Object> values(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!(node instanceof ObjectNode object)) {
            throw bad("values must be an object");
        }
        return map(object);
    }

    private static Map<String, Object> map(ObjectNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.properties().forEach(property -> map.put(property.getKey(), plain(property.getValue())));
        return map;
    }

    private static Object plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return map(object);
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(each -> list.add(plain(each)));
            return list;
        }
        return node.isBoolean() ? node.asBoolean() : node.isNull() ? "" : node.asString();
    }

    private static ServiceFault bad(String why) {
        return ErrorCode.INVALID_ARGUMENT.fault("The mail cannot be sent: " + why + ".");
    }
}
