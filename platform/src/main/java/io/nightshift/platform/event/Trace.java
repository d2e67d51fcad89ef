package io.nightshift.platform.event;

import io.nightshift.sdk.TracingService;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a run leaves for people: at most 10,240 characters, of which the oldest lines go first. For one thread. */
final class Trace implements TracingService {

    static final int MOST_CHARACTERS = 10 * 1024;

    private final Deque<String> lines = new ArrayDeque<>();
    private int characters;

    @Override
    public void trace(@Nullable String line) {
        String kept = String.valueOf(line).replace('\0', ' ');
        if (kept.length() >= MOST_CHARACTERS) {
            kept = kept.substring(kept.length() - MOST_CHARACTERS + 1);
        }
        lines.addLast(kept);
        characters += kept.length() + 1;
        while (characters > MOST_CHARACTERS) {
            characters -= lines.removeFirst().length() + 1;
        }
    }

    String text() {
        return String.join("\n", lines);
    }
}
