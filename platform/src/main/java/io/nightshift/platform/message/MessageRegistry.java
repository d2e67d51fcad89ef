package io.nightshift.platform.message;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.messages.ExecuteByIdRequest;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The messages there are, by their names. Immutable, so thread-safe. */
public final class MessageRegistry {

    private final Map<String, Message> messages;
    private final Map<String, StandaloneMessage> standalone = new HashMap<>();

    /**
     * A registry of these messages.
     *
     * @throws IllegalArgumentException when two have the same name for the same entity
     */
    public MessageRegistry(Collection<Message> messages) {
        Map<String, Message> byName = new TreeMap<>();
        for (Message message : messages) {
            String key = message.entity() == null ? message.name() : key(message.name(), message.entity());
            if (byName.put(key, message) != null) {
                throw new IllegalArgumentException("Two messages are called " + key + ".");
            }
            if (message instanceof StandaloneMessage alone) {
                standalone.put(message.name(), alone);
            }
        }
        this.messages = Collections.unmodifiableMap(byName);
    }

    /** The messages on records: whoever adds one adds its line here. */
    public static List<Message> records() {
        return List.of(
                new CreateMessage(),
                new RetrieveMessage(),
                new RetrieveMultipleMessage(),
                new ExecuteByIdMessage(ExecuteByIdRequest.SAVED_QUERY, "savedquery"),
                new ExecuteByIdMessage(ExecuteByIdRequest.USER_QUERY, "userquery"),
                new UpdateMessage(),
                new UpsertMessage(),
                new DeleteMessage(),
                new AssociateMessage(),
                new DisassociateMessage(),
                new SetStateMessage(),
                new AssignMessage(),
                new CreateMultipleMessage(),
                new UpdateMultipleMessage(),
                new DeleteMultipleMessage(),
                new ExecuteMultipleMessage(),
                new ExecuteTransactionMessage(),
                new MergeMessage(),
                new RetrieveVersionMessage(),
                new RetrieveCurrentOrganizationMessage(),
                new RetrieveTotalRecordCountMessage(),
                new WhoAmIMessage());
    }

    private static String key(String name, String entity) {
        return name + " of " + entity;
    }

    /** The names of all messages, sorted. */
    public Collection<String> names() {
        return messages.values().stream().map(Message::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The message of this name, if it is one whose work has transactions of its own. */
    @Nullable
    StandaloneMessage standalone(String name) {
        return standalone.get(name);
    }

    /** The message that a request asks for; 0x80040315 when there is none of its name. */
    public Message message(OrganizationRequest request) {
        String name = request.requestName();
        Message own = messages.get(key(name, PrimaryEntity.of(request)));
        Message message = own == null ? messages.get(name) : own;
        if (message == null) {
            throw FaultCode.NOT_SUPPORTED.fault("There is no message of the name that the request has.");
        }
        return message;
    }
}
