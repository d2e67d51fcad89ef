package io.nightshift.execution;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** A data source that remembers every statement that went through it. */
final class CountingSource {

    private final Queue<String> statements = new ConcurrentLinkedQueue<>();

    DataSource over(DataSource source) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object answer = call(source, method, arguments);
            return answer instanceof Connection connection ? counted(connection) : answer;
        });
    }

    /** The statements since the last call. */
    List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (String next = statements.poll(); next != null; next = statements.poll()) {
            taken.add(next);
        }
        return taken;
    }

    private Connection counted(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "prepareStatement" -> statements.add(String.valueOf(arguments[0]));
                case "createStatement", "commit", "rollback" -> statements.add(method.getName());
                default -> {}
            }
            return call(connection, method, arguments);
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
