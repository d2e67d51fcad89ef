package io.nightshift.queue;

import java.util.Comparator;
import java.util.UUID;

/** The order of PostgreSQL for ids: byte by byte, unsigned. The order of {@link UUID} itself is signed. */
enum IdOrder implements Comparator<UUID> {
    INSTANCE;

    @Override
    public int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
