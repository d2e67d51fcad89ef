package io.nightshift.server.webapi.additions;

import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.Author;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.server.webapi.odata.Model;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of an addition.
 *
 * @param request its parameters, each of the type that its signature says
 * @param record the id of the record that it is bound to; null when it stands alone
 * @param model the organization's entities
 */
public record Asked(
        Asker asker, OrganizationRequest request, @Nullable UUID record, Model model) {

    /** The record that the signature binds it to. */
    UUID id() {
        if (record == null) {
            throw new IllegalStateException(request.requestName() + " is bound to a record");
        }
        return record;
    }

    String organization() {
        return asker.organization();
    }

    @Nullable
    String text(String name) {
        String text = request.get(name, String.class);
        return text == null || text.isEmpty() ? null : text;
    }

    String required(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw missing(name);
        }
        return text;
    }

    @Nullable
    Integer whole(String name) {
        return request.get(name, Integer.class);
    }

    int whole(String name, int otherwise) {
        Integer given = whole(name);
        return given == null ? otherwise : given;
    }

    long number(String name) {
        Long number = request.get(name, Long.class);
        if (number == null) {
            throw missing(name);
        }
        return number;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(request.get(name, Boolean.class));
    }

    @Nullable
    Instant time(String name) {
        return request.get(name, Instant.class);
    }

    /** None when none are given. */
    Set<Instant> times(String name) {
        List<?> times = request.get(name, List.class);
        return times == null
                ? Set.of()
                : times.stream().map(Instant.class::cast).collect(Collectors.toSet());
    }

    List<UUID> ids(String name) {
        List<?> ids = request.get(name, List.class);
        if (ids == null || ids.isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' must be a list of ids with at least one.");
        }
        return ids.stream().map(UUID.class::cast).distinct().toList();
    }

    /** A JSON object; an empty one when none is given. */
    ObjectNode object(String name) {
        ObjectNode object = request.get(name, ObjectNode.class);
        return object == null ? JsonNodeFactory.instance.objectNode() : object;
    }

    /** One of an enum's words, in any case; null when none is given. */
    <T extends Enum<T>> @Nullable T word(String name, T[] values) {
        String text = text(name);
        return text == null ? null : Words.of(name, text, values);
    }

    /** The caller with the reason that was given, for what is kept of who did what. */
    Author author() {
        return new Author(asker.caller().name(), text("Reason"));
    }

    static RuntimeException missing(String name) {
        return ErrorCode.INVALID_ARGUMENT.fault("Give '" + name + "'.");
    }

    @Override
    public String toString() {
        return request.requestName().toLowerCase(Locale.ROOT); // parameters may be secrets
    }
}
