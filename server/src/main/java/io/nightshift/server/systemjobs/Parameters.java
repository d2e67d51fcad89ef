package io.nightshift.server.systemjobs;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names and values of an address or a form, in their order; empty values count as absent. Immutable. */
public final class Parameters {

    public static final Parameters NONE = new Parameters(Map.of());

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        values.forEach((name, all) -> {
            List<String> some = all.stream()
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .distinct()
                    .toList();
            if (!some.isEmpty()) {
                kept.put(name, some);
            }
        });
        this.values = Collections.unmodifiableMap(kept);
    }

    static Parameters of(Map<String, List<String>> values) {
        return new Parameters(values);
    }

    /** Reads {@code a=1&b=2}; what cannot be decoded is left out. */
    static Parameters parse(@Nullable String query) {
        Map<String, List<String>> read = new LinkedHashMap<>();
        for (String pair : (query == null ? "" : query).split("&")) {
            int equals = pair.indexOf('=');
            try {
                if (equals > 0) {
                    read.computeIfAbsent(decoded(pair.substring(0, equals)), name -> new ArrayList<>())
                            .add(decoded(pair.substring(equals + 1)));
                }
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
        return new Parameters(read);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The first value of a name. */
    public @Nullable String one(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** The first value of a name, or this. */
    public String one(String name, String otherwise) {
        String value = one(name);
        return value == null ? otherwise : value;
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean has(String name, String value) {
        return all(name).contains(value);
    }

    public Parameters with(String name, @Nullable Object value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, value == null ? List.of() : List.of(value.toString()));
        return new Parameters(changed);
    }

    Parameters withAll(String name, List<String> all) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, all);
        return new Parameters(changed);
    }

    public Parameters without(String... names) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        Arrays.asList(names).forEach(changed::remove);
        return new Parameters(changed);
    }

    /** Without this one value; others of the same name stay. */
    Parameters withoutValue(String name, String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, all(name).stream().filter(one -> !one.equals(value)).toList());
        return new Parameters(changed);
    }

    /** Only these names. */
    Parameters only(List<String> names) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.keySet().retainAll(names);
        return new Parameters(changed);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** A path with these parameters. */
    public String on(String path) {
        return values.isEmpty() ? path : path + "?" + this;
    }

    /** Every pair, for the hidden fields of a form. */
    public List<Map.Entry<String, String>> pairs() {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        values.forEach((name, all) -> all.forEach(value -> pairs.add(Map.entry(name, value))));
        return pairs;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters parameters && values.equals(parameters.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** As in an address. */
    @Override
    public String toString() {
        return String.join(
                "&",
                pairs().stream()
                        .map(pair -> URLEncoder.encode(pair.getKey(), StandardCharsets.UTF_8) + "="
                                + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                        .toList());
    }
}
