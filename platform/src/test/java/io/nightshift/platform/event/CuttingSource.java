package io.nightshift.platform.event;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that cuts a connection before the n-th thing that is sent, or after a commit, as the end of the process would. */
final class CuttingSource {

    private static final Set<String> SENT =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

    private final DataSource target;
    private int cutAt = Integer.MAX_VALUE;
    private int sent;
    private boolean afterCommit;
    private boolean cut;

    CuttingSource(DataSource target) {
        this.target = target;
    }

    DataSource source() {
        return proxy(DataSource.class, target, null);
    }

    /** Counts anew, and cuts before the n-th is sent. */
    void cutBefore(int n) {
        sent = 0;
        cutAt = n;
        afterCommit = false;
        cut = false;
    }

    /** Cuts once a commit has been done, before its answer is there. */
    void cutAfterCommit() {
        cutBefore(Integer.MAX_VALUE);
        afterCommit = true;
    }

    /** Whether it has cut; it does so once. */
    boolean hasCut() {
        return cut;
    }

    private @Nullable Object call(
            Object object, @Nullable Connection connection, Method method, Object @Nullable [] arguments)
            throws Exception {
        boolean sends = connection != null && SENT.contains(method.getName());
        if (sends && ++sent == cutAt) {
            throw cut(connection);
        }
        Object result = method.invoke(object, arguments);
        if (sends && afterCommit && method.getName().equals("commit") && !cut) {
            throw cut(connection);
        }
        return result;
    }

    private SQLException cut(@Nullable Connection connection) throws SQLException {
        cut = true;
        if (connection != null) {
            connection.abort(Runnable::run);
        }
        return new SQLException("the connection was cut", "08006");
    }

    private <T> T proxy(Class<T> type, T object, @Nullable Connection connection) {
        return type.cast(Proxy.newProxyInstance(
                CuttingSource.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        Object result = call(object, connection, method, arguments);
                        return switch (result) {
                            case Connection made when type == DataSource.class -> proxy(Connection.class, made, made);
                            case PreparedStatement made -> proxy(PreparedStatement.class, made, connection);
                            case Statement made -> proxy(Statement.class, made, connection);
                            case null, default -> result;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
