package io.nightshift.platform.workflow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/** A data source that tells of each statement and each commit just before it is sent. */
final class SentStatements {

    private static final Set<String> SENT =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

    private SentStatements() {}

    /** Who is told. */
    @FunctionalInterface
    interface Listener {
        /** @param of the statement with its text, or the connection that commits */
        void beforeSending(Connection connection, Object of) throws SQLException;
    }

    static DataSource of(DataSource target, Listener listener) {
        return proxy(DataSource.class, target, null, listener);
    }

    private static <T> T proxy(Class<T> type, T object, Connection connection, Listener listener) {
        return type.cast(Proxy.newProxyInstance(
                SentStatements.class.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        if (connection != null && SENT.contains(method.getName())) {
                            listener.beforeSending(connection, object);
                        }
                        Object result = method.invoke(object, arguments);
                        return switch (result) {
                            case Connection made
                            when type != Connection.class -> proxy(Connection.class, made, made, listener);
                            case PreparedStatement made -> proxy(PreparedStatement.class, made, connection, listener);
                            case Statement made -> proxy(Statement.class, made, connection, listener);
                            case null, default -> result;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
