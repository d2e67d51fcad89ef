package io.nightshift.server.systemjobs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a visitor is told on the next page; of this node only, because nothing is lost with it but a sentence. Thread-safe.
 */
final class Notices {

    private static final int MOST = 10_000;

    private final Map<UUID, Notice> told = new LinkedHashMap<>();

    synchronized void tell(UUID session, Notice notice) {
        told.put(session, notice);
        if (told.size() > MOST) {
            told.remove(told.keySet().iterator().next());
        }
    }

    synchronized Optional<Notice> told(UUID session) {
        return Optional.ofNullable(told.remove(session));
    }
}
