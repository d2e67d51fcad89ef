package io.nightshift.execution;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that calls one method again and again. The only place with a loop and a pause; what it calls can be called by
 * a test instead.
 */
final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long AFTER_ERROR_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** One turn. */
    @FunctionalInterface
    interface Tick {
        /** @return nanoseconds until the next turn, unless the signal is raised before */
        long tick() throws SQLException;
    }

    private final String name;
    private final Tick tick;
    private final ServiceListener listener;
    private final Signal signal = new Signal();
    private volatile boolean stopping;
    private boolean failing;

    Loop(String name, Tick tick, ServiceListener listener) {
        this.name = name;
        this.tick = tick;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    Signal signal() {
        return signal;
    }

    void run() {
        while (!stopping) {
            long pause = once();
            if (pause > 0 && !stopping) {
                try {
                    signal.await(pause);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    private long once() {
        try {
            long pause = tick.tick();
            if (failing) {
                LOG.info("{} works again.", name);
                failing = false;
            }
            return pause;
        } catch (Exception | Error e) {
            // An Error too: a loop that ends would leave a node that holds its lease and does nothing.
            listener.failed(name, e);
            // The first failure of a row is told; a database that is away would fill the log otherwise.
            if (!failing && !stopping) {
                LOG.warn("{} failed and will be tried again: {}", name, e.toString());
            }
            LOG.debug("{} failed", name, e);
            failing = true;
            return AFTER_ERROR_NANOS;
        }
    }
}
