package io.nightshift.server.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM, SIGHUP and Ctrl-C as the owner of a process means them: the first asks it to end in order, the second ends it
 * at once. Exit codes are 0 after an orderly end, 130 after Ctrl-C, 143 after a second SIGTERM.
 *
 * <p>A shutdown hook cannot tell the two signals apart nor choose the exit code, so the JDK's {@code sun.misc.Signal} is
 * used. It is reached by reflection because the compiler warns of its name and we have no warnings.
 */
public final class StopSignals {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final int SIGNAL_EXIT = 128;

    private final CompletableFuture<Integer> stop = new CompletableFuture<>();

    private volatile boolean awaited;

    private StopSignals() {}

    /** Listens from now on. Once in a process. */
    public static StopSignals listen() {
        StopSignals signals = new StopSignals();
        signals.handle("TERM", 0);
        signals.handle("INT", SIGNAL_EXIT + 2);
        signals.handle("HUP", 0);
        return signals;
    }

    private void handle(String name, int exitCode) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle received = MethodHandles.lookup()
                    .findVirtual(StopSignals.class, "received", MethodType.methodType(void.class, int.class));
            Object listener = MethodHandleProxies.asInterfaceInstance(
                    handler,
                    MethodHandles.dropArguments(MethodHandles.insertArguments(received, 0, this, exitCode), 0, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("SIG{} keeps its usual meaning here", name, e);
        }
    }

    void received(int exitCode) {
        if (!awaited) {
            // Nothing is running yet that could be drained, and what was started ends with this process.
            Runtime.getRuntime().halt(exitCode);
        }
        if (!stop.complete(exitCode)) {
            Runtime.getRuntime().halt(exitCode == 0 ? SIGNAL_EXIT + 15 : exitCode);
        }
    }

    /** Ends the wait without a signal. */
    public void request(int exitCode) {
        stop.complete(exitCode);
    }

    /**
     * Waits for the first signal; the code the process should end with: 0 after SIGTERM, 130 after Ctrl-C. A signal before
     * this call ends the process at once.
     */
    public int await() {
        awaited = true;
        return stop.join();
    }
}
