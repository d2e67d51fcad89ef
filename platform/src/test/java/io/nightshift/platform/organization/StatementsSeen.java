package io.nightshift.platform.organization;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A data source that remembers the text of each statement that is made on it. */
final class StatementsSeen {

    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final DataSource source;

    StatementsSeen(DataSource target) {
        source = proxy(DataSource.class, (self, method, arguments) -> {
            Object made = call(target, method, arguments);
            return made instanceof Connection connection ? seen(connection) : made;
        });
    }

    DataSource source() {
        return source;
    }

    /** Those since the last call. */
    List<String> taken() {
        List<String> taken = List.copyOf(statements);
        statements.removeAll(taken);
        return taken;
    }

    private Connection seen(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                statements.add(String.valueOf(arguments[0]));
            }
            Object made = call(connection, method, arguments);
            return method.getName().equals("createStatement") ? seen((Statement) made) : made;
        });
    }

    private Statement seen(Statement statement) {
        return proxy(Statement.class, (self, method, arguments) -> {
            if (method.getName().startsWith("execute") && arguments != null) {
                statements.add(String.valueOf(arguments[0]));
            }
            return call(statement, method, arguments);
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
