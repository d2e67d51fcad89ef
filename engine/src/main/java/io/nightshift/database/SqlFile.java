package io.nightshift.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One statement from one {@code .sql} resource, with parameters written {@code :name}. Read once, immutable afterwards.
 */
public final class SqlFile {

    /** A parameter, but neither a cast ({@code ::uuid}) nor part of a word. */
    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-z][a-z_0-9]*)");

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

    private final String name;
    private final String text;
    private final List<String> parameters;
    private final Map<String, int[]> places = new HashMap<>();

    private SqlFile(String name, String text, List<String> parameters) {
        this.name = name;
        this.text = text;
        this.parameters = parameters;
        for (String parameter : parameters) {
            places.computeIfAbsent(
                    parameter,
                    wanted -> IntStream.range(0, parameters.size())
                            .filter(place -> parameters.get(place).equals(wanted))
                            .toArray());
        }
    }

    /** Reads {@code name} beside the class {@code owner}. */
    public static SqlFile of(Class<?> owner, String name) {
        return of(owner, name, UnaryOperator.identity());
    }

    /** Reads {@code name} beside the class {@code owner} and lets {@code expand} replace its placeholders. */
    public static SqlFile of(Class<?> owner, String name, UnaryOperator<String> expand) {
        String source = COMMENT.matcher(expand.apply(resource(owner, name))).replaceAll("");
        List<String> parameters = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(source);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            parameters.add(matcher.group(1));
            matcher.appendReplacement(text, "?");
        }
        matcher.appendTail(text);
        return new SqlFile(name, text.toString().strip(), List.copyOf(parameters));
    }

    /** A call of this statement on a connection; set its parameters, then run it. */
    public SqlCall on(Connection connection) throws SQLException {
        return new SqlCall(this, connection);
    }

    /** The same, sent as one statement with another that changes rows: {@code WITH along AS (other)} before this one. */
    public SqlCall on(Connection connection, FurtherStatement other) throws SQLException {
        return new SqlCall(this, connection, other);
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    List<String> parameters() {
        return parameters;
    }

    /** Where a parameter stands, from 0; null when there is none of this name. */
    int @Nullable [] places(String parameter) {
        return places.get(parameter);
    }

    /** The text of the resource {@code name} beside the class {@code owner}. */
    public static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " beside " + owner.getName() + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
