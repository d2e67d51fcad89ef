package io.nightshift.server.webapi;

import io.nightshift.server.webapi.odata.ODataCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much one caller may ask of this server: requests within five minutes, and requests at once. Dataverse counts in the
 * same way, with lower limits. Per node, because a shared count would cost each request a write. Thread-safe.
 */
final class CallerLimits {

    /** Requests of one caller at once; Dataverse has 52. */
    static final int AT_ONCE = 100;

    private static final long WINDOW_SECONDS = 300;
    private static final long SECOND = 1_000_000_000L;

    /** Beyond so many callers the idle ones are forgotten. */
    private static final int MANY = 10_000;

    /** What one caller has asked for: a bucket that fills again evenly. */
    private static final class Usage {
        private double left;
        private long at;
        private int running;
    }

    private final int requests;
    private final int atOnce;
    private final LongSupplier nanos;
    private final Map<String, Usage> usages = new ConcurrentHashMap<>();

    /**
     * @param requests within five minutes
     * @param nanos a monotonic clock
     */
    CallerLimits(int requests, int atOnce, LongSupplier nanos) {
        this.requests = requests;
        this.atOnce = atOnce;
        this.nanos = nanos;
    }

    /** Takes a request of a caller in; null when it may go on, and then it has to be {@link #leave left}. */
    @Nullable
    ApiAnswer enter(String caller) {
        long now = nanos.getAsLong();
        if (usages.size() > MANY) {
            usages.values().removeIf(usage -> usage.running == 0 && now - usage.at > WINDOW_SECONDS * SECOND);
        }
        Usage usage = usages.computeIfAbsent(caller, _ -> fresh(now));
        synchronized (usage) {
            double perNano = requests / (double) (WINDOW_SECONDS * SECOND);
            usage.left = Math.min(requests, usage.left + (now - usage.at) * perNano);
            usage.at = now;
            if (usage.running >= atOnce) {
                return refused(1, "More than " + atOnce + " requests of yours run at once; wait for some to end.");
            }
            if (usage.left < 1) {
                long seconds = (long) Math.ceil((1 - usage.left) / perNano / SECOND);
                return refused(
                        Math.max(1, seconds),
                        "You have sent more than " + requests
                                + " requests within five minutes; Retry-After says when to" + " go on.");
            }
            usage.left--;
            usage.running++;
            return null;
        }
    }

    private Usage fresh(long now) {
        Usage usage = new Usage();
        usage.left = requests;
        usage.at = now;
        return usage;
    }

    /** The request of a caller has been answered. */
    void leave(String caller) {
        Usage usage = usages.get(caller);
        if (usage != null) {
            synchronized (usage) {
                usage.running--;
            }
        }
    }

    private static ApiAnswer refused(long seconds, String message) {
        return ApiAnswer.error(429, ODataCode.TOO_MANY_REQUESTS.hex(), message)
                .with("Retry-After", Long.toString(seconds));
    }
}
