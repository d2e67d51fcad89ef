package io.nightshift.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened and that operations may wait for. */
public record Event(
        String key, Instant recordedOn, @Nullable String data) {}
