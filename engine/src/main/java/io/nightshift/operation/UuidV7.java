package io.nightshift.operation;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids that sort by the time they were made (RFC 9562, version 7), so that rows made together lie together in an index.
 * Within one process each id is greater than the one before. Thread-safe.
 */
public final class UuidV7 {

    private static final SecureRandom RANDOM = new SecureRandom();
    /** Milliseconds in the upper 48 bits, 12 bits of sub-millisecond counter below, shifted to use 60 bits. */
    private static final AtomicLong LAST = new AtomicLong();

    private static final ThreadLocal<Randomness> RANDOMNESS = ThreadLocal.withInitial(Randomness::new);

    private UuidV7() {}

    /** A new id for the given time. */
    public static UUID make(Instant now) {
        long wanted = now.toEpochMilli() << 12;
        long stamp = LAST.updateAndGet(last -> Math.max(last + 1, wanted));
        long high = (stamp >>> 12) << 16 | 0x7000L | (stamp & 0xFFFL);
        long low = 0x8000000000000000L | (RANDOMNESS.get().next() & 0x3FFFFFFFFFFFFFFFL);
        return new UUID(high, low);
    }

    /** An id of the given time that depends on nothing but the two: whoever works it out comes to the same. */
    public static UUID derived(UUID from, Instant time) {
        UUID name = UUID.nameUUIDFromBytes((from + "@" + time).getBytes(StandardCharsets.UTF_8));
        long high = (time.toEpochMilli() << 16) | 0x7000L | (name.getMostSignificantBits() & 0xFFFL);
        long low = 0x8000000000000000L | (name.getLeastSignificantBits() & 0x3FFFFFFFFFFFFFFFL);
        return new UUID(high, low);
    }

    /** The time in the id, or null when it is not of version 7. */
    public static @org.jspecify.annotations.Nullable Instant timeOf(UUID id) {
        return id.version() == 7 ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16) : null;
    }

    /** A fast generator per thread, seeded by the secure one: ids need to be unique, not secret. */
    private static final class Randomness {
        private long a = RANDOM.nextLong();
        private long b = RANDOM.nextLong() | 1;

        long next() {
            a += b;
            long z = a;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }
    }
}
