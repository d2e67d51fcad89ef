package io.nightshift.queue.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** A data source whose connections carry out one statement with a mistake in it. */
final class FaultySource {

    private final Fault fault;
    private boolean planted;

    FaultySource(Fault fault) {
        this.fault = fault;
    }

    /** Whether the statement was met at all; if not, the text of the fault is out of date. */
    boolean isPlanted() {
        return planted;
    }

    DataSource around(DataSource source) {
        return proxy(DataSource.class, source, this);
    }

    private Object after(Object result, Class<?> type) {
        return type == Connection.class ? proxy(Connection.class, (Connection) result, this) : result;
    }

    private Object[] before(String method, Object[] arguments) {
        if (method.equals("prepareStatement") && fault.isIn((String) arguments[0])) {
            planted = true;
            Object[] changed = arguments.clone();
            changed[0] = fault.plant((String) arguments[0]);
            return changed;
        }
        return arguments;
    }

    private static <T> T proxy(Class<T> type, T target, FaultySource faulty) {
        return type.cast(Proxy.newProxyInstance(
                FaultySource.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        Object[] given = arguments == null ? arguments : faulty.before(method.getName(), arguments);
                        return faulty.after(method.invoke(target, given), method.getReturnType());
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
