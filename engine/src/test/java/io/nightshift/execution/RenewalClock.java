package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The time of one node, which stands still while the node cannot renew its lease: so no pause of the machine, of its
 * processes or of the database, however long it is, loses a lease that a test wants to be kept. Due dates go by the real time.
 */
final class RenewalClock implements ServiceClock {

    private static final String BEAT = "SET beat = beat + 1";

    private final ServiceClock due = new SystemClock();
    private final long quarterNanos;
    private long shown;
    private long limit;
    private long seen = System.nanoTime();

    /** @param lease that of the node */
    RenewalClock(Duration lease) {
        this.quarterNanos = lease.toNanos() / 4;
        this.limit = quarterNanos;
    }

    @Override
    public Instant now() {
        return due.now();
    }

    @Override
    public synchronized long nanos() {
        long now = System.nanoTime();
        shown = Math.min(shown + (now - seen), limit);
        seen = now;
        return shown;
    }

    /** A renewal of the node has come through: its time may go on until the next one is due. */
    private synchronized void renewed() {
        limit = nanos() + quarterNanos;
    }

    /** The data source that the node is to use, so that its renewals are seen. */
    DataSource over(DataSource source) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object made = call(source, method, arguments);
            return made instanceof Connection connection ? watched(connection) : made;
        });
    }

    private Connection watched(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            Object made = call(connection, method, arguments);
            return made instanceof PreparedStatement statement
                            && String.valueOf(arguments[0]).contains(BEAT)
                    ? watched(statement)
                    : made;
        });
    }

    private PreparedStatement watched(PreparedStatement statement) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            Object answer = call(statement, method, arguments);
            if (method.getName().startsWith("execute")) {
                renewed();
            }
            return answer;
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
