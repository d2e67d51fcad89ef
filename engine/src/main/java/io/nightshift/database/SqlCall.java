package io.nightshift.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One use of a {@link SqlFile}: {@code sql.on(connection).set("now", now).query(row -> ...)}. It closes its statement
 * when it has run. Not thread-safe.
 */
public final class SqlCall {

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    private final SqlFile sql;
    private final Connection connection;
    private final PreparedStatement statement;
    private final boolean[] given;
    /** How many parameters stand before the first of its own. */
    private final int before;

    SqlCall(SqlFile sql, Connection connection) throws SQLException {
        this.sql = sql;
        this.connection = connection;
        this.statement = connection.prepareStatement(sql.text());
        this.given = new boolean[sql.parameters().size()];
        this.before = 0;
    }

    SqlCall(SqlFile sql, Connection connection, FurtherStatement along) throws SQLException {
        this.sql = sql;
        this.connection = connection;
        this.statement = connection.prepareStatement("WITH along AS (" + along.sql() + ") " + sql.text());
        this.given = new boolean[sql.parameters().size()];
        this.before = along.parameters().size();
        along.bind(statement);
    }

    public SqlCall set(String name, @Nullable Instant value) throws SQLException {
        return object(name, value == null ? null : OffsetDateTime.ofInstant(value, ZoneOffset.UTC));
    }

    public SqlCall set(String name, @Nullable UUID value) throws SQLException {
        return object(name, value);
    }

    public SqlCall set(String name, @Nullable String value) throws SQLException {
        return object(name, value);
    }

    public SqlCall set(String name, @Nullable Integer value) throws SQLException {
        return object(name, value);
    }

    public SqlCall set(String name, @Nullable Long value) throws SQLException {
        return object(name, value);
    }

    public SqlCall set(String name, boolean value) throws SQLException {
        return object(name, value);
    }

    public SqlCall uuids(String name, Collection<? extends @Nullable UUID> values) throws SQLException {
        return array(name, "uuid", values.toArray());
    }

    public SqlCall texts(String name, Collection<? extends @Nullable String> values) throws SQLException {
        return array(name, "text", values.toArray(String[]::new));
    }

    public SqlCall integers(String name, Collection<? extends @Nullable Integer> values) throws SQLException {
        return array(name, "int4", values.toArray(Integer[]::new));
    }

    public SqlCall longs(String name, Collection<? extends @Nullable Long> values) throws SQLException {
        return array(name, "int8", values.toArray(Long[]::new));
    }

    public SqlCall booleans(String name, Collection<Boolean> values) throws SQLException {
        return array(name, "bool", values.toArray(Boolean[]::new));
    }

    public SqlCall times(String name, Collection<? extends @Nullable Instant> values) throws SQLException {
        @Nullable Object[] texts = new @Nullable Object[values.size()];
        int index = 0;
        for (Instant value : values) {
            texts[index++] = value == null ? null : value.toString();
        }
        return array(name, "timestamptz", texts);
    }

    /** A value of each row, or null. */
    @FunctionalInterface
    public interface Column<R, T> {
        @Nullable
        T of(R row);
    }

    public <R> SqlCall uuids(String name, List<R> rows, Column<R, UUID> column) throws SQLException {
        return array(name, "uuid", column(rows, column, UUID[]::new));
    }

    public <R> SqlCall texts(String name, List<R> rows, Column<R, String> column) throws SQLException {
        return array(name, "text", column(rows, column, String[]::new));
    }

    public <R> SqlCall integers(String name, List<R> rows, Column<R, Integer> column) throws SQLException {
        return array(name, "int4", column(rows, column, Integer[]::new));
    }

    public <R> SqlCall longs(String name, List<R> rows, Column<R, Long> column) throws SQLException {
        return array(name, "int8", column(rows, column, Long[]::new));
    }

    public <R> SqlCall booleans(String name, List<R> rows, Column<R, Boolean> column) throws SQLException {
        return array(name, "bool", column(rows, column, Boolean[]::new));
    }

    public <R> SqlCall times(String name, List<R> rows, Column<R, Instant> column) throws SQLException {
        return array(
                name,
                "timestamptz",
                column(
                        rows,
                        row -> {
                            Instant time = column.of(row);
                            return time == null ? null : time.toString();
                        },
                        String[]::new));
    }

    /** As an array of its own type, because only such arrays travel in binary form. */
    private static <R, T> @Nullable T[] column(List<R> rows, Column<R, T> column, IntFunction<@Nullable T[]> type) {
        @Nullable T[] values = type.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.of(rows.get(i));
        }
        return values;
    }

    /** Runs a statement that returns rows. */
    public <T extends @Nullable Object> List<T> query(RowReader<T> reader) throws SQLException {
        checkComplete();
        try (statement;
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    /** Runs a statement that returns at most one row. */
    public <T> Optional<T> one(RowReader<T> reader) throws SQLException {
        List<T> rows = query(reader);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /** Runs a statement that changes rows, and says how many. */
    public int run() throws SQLException {
        checkComplete();
        try (statement) {
            return statement.executeUpdate();
        }
    }

    private SqlCall array(String name, String type, @Nullable Object[] values) throws SQLException {
        Array array = connection.createArrayOf(type, values);
        return object(name, array);
    }

    private SqlCall object(String name, @Nullable Object value) throws SQLException {
        int[] places = sql.places(name);
        if (places == null) {
            throw new IllegalArgumentException(sql.name() + " has no parameter " + name);
        }
        for (int place : places) {
            statement.setObject(before + place + 1, value);
            given[place] = true;
        }
        return this;
    }

    private void checkComplete() {
        for (int i = 0; i < given.length; i++) {
            if (!given[i]) {
                throw new IllegalStateException(
                        sql.name() + ": the parameter " + sql.parameters().get(i) + " is not set");
            }
        }
    }
}
