package io.nightshift.platform.bulkdelete;

import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.platform.Platform;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.QueueStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A node that dies in the middle of a page: from one moment on none of its connections reaches the database, its own
 * thread included, as when the machine is gone. What it had not committed is lost; nobody is told.
 */
final class DyingNode {

    private final DataSource target;
    private final int dieAtDeleted;
    private final AtomicInteger deleted = new AtomicInteger();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean dead;

    /** @param dieAtDeleted so many rows are deleted before it dies */
    DyingNode(DataSource target, int dieAtDeleted) {
        this.target = target;
        this.dieAtDeleted = dieAtDeleted;
    }

    AsyncService start(String organization) throws SQLException {
        DataSource source = (DataSource) Proxy.newProxyInstance(
                DyingNode.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    if (dead) {
                        throw new SQLException("The node is dead.", "08006");
                    }
                    try {
                        Object made = method.invoke(target, arguments);
                        if (made instanceof Connection connection) {
                            open.add(connection);
                        }
                        return made;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        AsyncService node = AsyncService.on(
                QueueStore.open(source, new SystemClock(), organization),
                BulkDeleteFixture.SETTINGS.lease(Duration.ofSeconds(2)),
                ServiceListener.NONE);
        new Platform(source, node.queue(), List.of(new Watching())).handle(node);
        return node.start();
    }

    boolean isDead() {
        return dead;
    }

    private void die() {
        dead = true;
        for (Connection connection : open) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final class Watching implements Reaction {
        @Override
        public Optional<Interest> interest(RequestContext context, String message, String entity) {
            return message.equals("Delete") && entity.equals("account")
                    ? Optional.of(Interest.IN_THE_EVENT)
                    : Optional.empty();
        }

        @Override
        public void react(RequestContext context, List<RecordEvent> events) {
            if (deleted.addAndGet(events.size()) > dieAtDeleted && !dead) {
                die();
            }
        }
    }
}
