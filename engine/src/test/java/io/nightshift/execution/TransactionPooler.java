package io.nightshift.execution;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a pooler in transaction mode does: each transaction gets another physical connection, and what a session would keep is
 * an offence. Its connections know nothing of the driver's own interfaces.
 */
final class TransactionPooler implements AutoCloseable {

    private static final String SESSION_STATE = """
            SELECT string_agg(what, ', ' ORDER BY what) FROM (
                SELECT 'prepared ' || statement AS what FROM pg_prepared_statements
                UNION ALL SELECT 'listens to ' || channel FROM pg_listening_channels() AS channel
                UNION ALL SELECT 'setting ' || name || '=' || setting FROM pg_settings WHERE source = 'session'
                UNION ALL SELECT 'advisory lock' FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
                UNION ALL SELECT 'temporary ' || relname FROM pg_class WHERE relpersistence = 't') AS state""";

    private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();
    private String fresh = "";
    private final List<String> offences = new CopyOnWriteArrayList<>();

    TransactionPooler(DataSource direct, int connections) throws SQLException {
        for (int i = 0; i < connections; i++) {
            Connection connection = direct.getConnection();
            idle.add(connection);
            // What the driver itself has set when it connected.
            fresh = sessionState(connection);
        }
    }

    List<String> offences() {
        return offences;
    }

    DataSource dataSource() {
        return proxy(
                DataSource.class,
                (self, method, arguments) ->
                        method.getName().equals("getConnection") ? new Client().connection() : null);
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : idle) {
            connection.close();
        }
    }

    /** A connection as the client sees it; it has a physical one only while a transaction is open. */
    private final class Client {
        private boolean autoCommit = true;
        private @Nullable Connection physical;

        Connection connection() {
            return proxy(Connection.class, (self, method, arguments) -> answer(method, arguments));
        }

        private @Nullable Object answer(Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "isWrapperFor":
                    return false;
                case "getAutoCommit":
                    return autoCommit;
                case "setAutoCommit":
                    autoCommit = (boolean) arguments[0];
                    return null;
                case "commit", "rollback":
                    if (physical != null) {
                        call(physical, method, arguments);
                        give();
                    }
                    return null;
                case "close":
                    if (physical != null) {
                        physical.rollback();
                        give();
                    }
                    return null;
                case "isClosed":
                    return false;
                default:
                    Object answer = call(take(), method, arguments);
                    if (answer instanceof Statement statement) {
                        return counted(method.getReturnType(), statement);
                    }
                    if (autoCommit && !method.getName().equals("createArrayOf")) {
                        give();
                    }
                    return answer;
            }
        }

        private Object counted(Class<?> type, Statement statement) {
            return proxy(type, (self, method, arguments) -> {
                Object answer = call(statement, method, arguments);
                if (method.getName().equals("close") && autoCommit) {
                    give();
                }
                return answer;
            });
        }

        private Connection take() throws Exception {
            Connection taken = physical;
            if (taken == null) {
                taken = idle.take();
                taken.setAutoCommit(autoCommit);
                physical = taken;
            }
            return taken;
        }

        private void give() throws SQLException {
            Connection given = physical;
            if (given == null) {
                return;
            }
            physical = null;
            given.setAutoCommit(true);
            String state = sessionState(given);
            if (!state.equals(fresh)) {
                offences.add(state);
            }
            idle.add(given);
        }
    }

    private static String sessionState(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SESSION_STATE)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(TransactionPooler.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
