package io.nightshift.server.webapi.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function, an action, or a message that is only sent within another.
 *
 * @param background whether it may take long, so that it is answered before it is done when its caller prefers so
 * @param name the name on the wire without the namespace of Dynamics
 * @param boundTo the entity to whose records it is bound, {@code records} for sets; null when it stands alone
 * @param boundParameter the parameter that gets the id of the record; empty when it is bound to none
 * @param messageNames what the message calls a parameter or result, where that is another name
 */
public record OperationSignature(
        Kind kind,
        boolean background,
        String name,
        @Nullable String boundTo,
        String boundParameter,
        Map<String, ParameterType> parameters,
        Map<String, ParameterType> results,
        Map<String, String> messageNames) {

    /** How it is called. */
    public enum Kind {
        FUNCTION,
        ACTION,
        MESSAGE
    }

    /** What a parameter or result is. */
    public enum ParameterType {
        TEXT,
        TEXTS,
        COUNTS,
        WHOLE,
        WHOLES,
        LONG,
        BOOLEAN,
        TIME,
        TIMES,
        BINARY,
        PAGING,
        AUDITDETAIL,
        AUDITDETAILS,
        ID,
        IDS,
        OPTION,
        RECORD,
        RECORDS,
        REFERENCE,
        REFERENCEID,
        REFERENCES,
        RELATIONSHIP,
        QUERIES,
        REQUEST,
        REQUESTS,
        SETTINGS,
        SWITCHES,
        OBJECT,
        ITEM,
        ITEMS
    }

    /** What it is bound to when it is bound to any set. */
    public static final String RECORDS = "records";

    private static final Map<String, OperationSignature> ALL = read();

    /** The message that carries it out. */
    public String message() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** All of them, by their names. */
    public static Map<String, OperationSignature> all() {
        return ALL;
    }

    /** The function or action of this name. */
    public static Optional<OperationSignature> callable(String name) {
        return Optional.ofNullable(ALL.get(name)).filter(each -> each.kind() != Kind.MESSAGE);
    }

    /** The message of this name. */
    public static Optional<OperationSignature> ofMessage(String message) {
        return ALL.values().stream()
                .filter(each -> each.message().equals(message))
                .findFirst();
    }

    private static Map<String, OperationSignature> read() {
        try (InputStream in = Objects.requireNonNull(
                OperationSignature.class.getResourceAsStream("operations.txt"), "operations.txt")) {
            Map<String, OperationSignature> all = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(OperationSignature::line)
                    .forEach(each -> {
                        if (all.put(each.name(), each) != null) {
                            throw new IllegalStateException(each.name() + " stands twice in operations.txt.");
                        }
                    });
            return Collections.unmodifiableMap(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OperationSignature line(String line) {
        List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+", -1)));
        String word = words.removeFirst();
        boolean background = word.equals("background");
        Kind kind = background ? Kind.ACTION : Kind.valueOf(word.toUpperCase(Locale.ROOT));
        String name = words.removeFirst();
        String boundTo = null;
        String boundParameter = "";
        if (!words.isEmpty() && words.getFirst().equals("of")) {
            words.removeFirst();
            boundTo = words.removeFirst();
            if (!boundTo.equals(RECORDS)) {
                words.removeFirst();
                boundParameter = words.removeFirst();
            }
        }
        int arrow = words.indexOf("->");
        List<String> parameters = arrow < 0 ? words : words.subList(0, arrow);
        List<String> results = arrow < 0 ? List.of() : words.subList(arrow + 1, words.size());
        Map<String, String> names = new LinkedHashMap<>();
        return new OperationSignature(
                kind,
                background,
                name,
                boundTo,
                boundParameter,
                typed(parameters, names),
                typed(results, names),
                names);
    }

    /** What the message calls a parameter. */
    public String inMessage(String parameter) {
        return messageNames.getOrDefault(parameter, parameter);
    }

    /** What a result of the message is called on the wire. */
    public String onWire(String result) {
        return messageNames.entrySet().stream()
                .filter(each -> each.getValue().equals(result))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(result);
    }

    private static Map<String, ParameterType> typed(List<String> words, Map<String, String> names) {
        Map<String, ParameterType> typed = new LinkedHashMap<>();
        for (String word : words) {
            int colon = word.indexOf(':');
            String[] name = word.substring(0, colon).split("=", 2);
            if (name.length == 2) {
                names.put(name[0], name[1]);
            }
            typed.put(name[0], ParameterType.valueOf(word.substring(colon + 1).toUpperCase(Locale.ROOT)));
        }
        return Collections.unmodifiableMap(typed);
    }
}
