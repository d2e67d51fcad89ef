package io.nightshift.queue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * A data source that counts what is sent to the database and can end the server's side of a connection just before any of
 * it, or just after a commit: as a crash of the process, of the network or of the server would.
 */
final class KillingSource {

    private static final int NEVER = Integer.MAX_VALUE;
    private static final Set<String> SENT =
            Set.of("execute", "executeQuery", "executeUpdate", "commit", "setSavepoint", "releaseSavepoint");

    private final DataSource target;
    private int sent;
    private int killAt = NEVER;
    private boolean afterCommit;
    private boolean killed;

    KillingSource(DataSource target) {
        this.target = target;
    }

    DataSource source() {
        return proxy(DataSource.class, target, null);
    }

    /** From now on, kills before the n-th thing that is sent. */
    void killBefore(int n) {
        reset();
        killAt = n;
    }

    /** From now on, kills when the next commit has succeeded and before its caller knows. */
    void killAfterCommit() {
        reset();
        afterCommit = true;
    }

    void reset() {
        sent = 0;
        killAt = NEVER;
        afterCommit = false;
        killed = false;
    }

    boolean hasKilled() {
        return killed;
    }

    /** How much was sent since the last reset. */
    int sent() {
        return sent;
    }

    private Object call(Object object, Connection connection, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        boolean counts = connection != null && SENT.contains(method.getName());
        if (counts && ++sent == killAt) {
            kill(connection);
        }
        Object result = method.invoke(object, arguments);
        if (afterCommit && method.getName().equals("commit")) {
            afterCommit = false;
            kill(connection);
            throw new SQLException("the answer to the commit is lost", "08006");
        }
        return result;
    }

    private void kill(Connection connection) throws SQLException {
        killed = true;
        int backend = connection.unwrap(PGConnection.class).getBackendPID();
        try (Connection other = target.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + backend + ", 120000)");
        }
    }

    private <T> T proxy(Class<T> type, T object, Connection connection) {
        return type.cast(Proxy.newProxyInstance(
                KillingSource.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        Object result = call(object, connection, method, arguments);
                        Connection on = result instanceof Connection made ? made : connection;
                        if (result instanceof Connection made && type != Connection.class) {
                            return proxy(Connection.class, made, on);
                        }
                        if (result instanceof PreparedStatement made) {
                            return proxy(PreparedStatement.class, made, on);
                        }
                        return result instanceof Statement made ? proxy(Statement.class, made, on) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
