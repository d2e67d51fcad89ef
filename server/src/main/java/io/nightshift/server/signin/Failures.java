package io.nightshift.server.signin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Failed attempts to sign in, counted by name and by address: after ten for a name, or fifty from an address, within five
 * minutes, the next is refused unseen until they are over. Each node counts for itself. Thread-safe.
 */
public final class Failures {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int BY_NAME = 10;
    private static final int BY_ADDRESS = 50;
    private static final int MOST_KEPT = 20_000;

    private record Count(int failures, long since) {}

    private final LongSupplier nanos;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    Failures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How long this name or address has to wait; empty when it may try. */
    public synchronized Optional<Duration> wait(String name, String address) {
        long longest = Math.max(left("name " + name, BY_NAME), left("address " + address, BY_ADDRESS));
        return longest <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(longest).plusSeconds(1));
    }

    private long left(String key, int most) {
        Count count = counts.get(key);
        return count == null || count.failures() < most ? 0 : count.since() + WINDOW.toNanos() - nanos.getAsLong();
    }

    /** Counts a failure. */
    public synchronized void failed(String name, String address) {
        count("name " + name);
        count("address " + address);
        if (counts.size() > MOST_KEPT) {
            // The oldest counts are forgotten first, so that a flood of names does not fill the memory.
            counts.remove(counts.keySet().iterator().next());
            counts.remove(counts.keySet().iterator().next());
        }
    }

    private void count(String key) {
        long now = nanos.getAsLong();
        Count count = counts.get(key);
        counts.put(
                key,
                count == null || now - count.since() > WINDOW.toNanos()
                        ? new Count(1, now)
                        : new Count(count.failures() + 1, count.since()));
    }

    /** Forgets the failures of a name that has signed in. */
    public synchronized void succeeded(String name) {
        counts.remove("name " + name);
    }
}
