package io.nightshift.queue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** A data source that remembers what is asked, and can tell how many pages of the database the answers cost. */
final class BufferCount {

    private static final Pattern PAGES = Pattern.compile("\"Shared (?:Hit|Read) Blocks\": (\\d+)");

    private final DataSource target;
    private final List<Asked> asked = new ArrayList<>();

    /** A statement with its parameters. */
    private record Asked(String sql, Map<Integer, Object> parameters) {}

    BufferCount(DataSource target) {
        this.target = target;
    }

    DataSource source() {
        return (DataSource) proxy(new Class<?>[] {DataSource.class}, target);
    }

    void reset() {
        asked.clear();
    }

    /** Asks all of it once more and adds up the pages that were touched. */
    long pages() throws SQLException {
        long pages = 0;
        try (Connection connection = target.getConnection()) {
            for (Asked one : asked) {
                try (PreparedStatement statement =
                        connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + one.sql())) {
                    for (Map.Entry<Integer, Object> parameter : one.parameters().entrySet()) {
                        statement.setObject(parameter.getKey(), parameter.getValue());
                    }
                    try (ResultSet rows = statement.executeQuery()) {
                        rows.next();
                        // The first two numbers are those of the topmost node, which include all below it.
                        Matcher matcher = PAGES.matcher(rows.getString(1));
                        for (int i = 0; i < 2 && matcher.find(); i++) {
                            pages += Long.parseLong(matcher.group(1));
                        }
                    }
                }
            }
        }
        return pages;
    }

    int statements() {
        return asked.size();
    }

    private Object proxy(Class<?>[] types, Object object) {
        return Proxy.newProxyInstance(BufferCount.class.getClassLoader(), types, (self, method, arguments) -> {
            try {
                Object result = method.invoke(object, arguments);
                if (result instanceof PreparedStatement) {
                    Asked one = new Asked((String) arguments[0], new TreeMap<>());
                    asked.add(one);
                    return statement(one, result);
                }
                return result instanceof Connection ? proxy(new Class<?>[] {Connection.class}, result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static Object statement(Asked one, Object statement) {
        return Proxy.newProxyInstance(
                BufferCount.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (self, method, arguments) -> {
                    try {
                        if (method.getName().startsWith("set") && arguments.length == 2) {
                            one.parameters().put((Integer) arguments[0], arguments[1]);
                        }
                        return method.invoke(statement, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
