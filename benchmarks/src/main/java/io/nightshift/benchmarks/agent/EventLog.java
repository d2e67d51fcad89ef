package io.nightshift.benchmarks.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What happened when, kept in memory and written at the end: rows of longs, the first an id, the others readings of the
 * monotonic clock, which on Linux all processes of a machine share. Adding takes no lock.
 */
public final class EventLog {

    private static final int MOST = 2_000_000;
    private final int width;
    private final long[] values;
    private final AtomicInteger rows = new AtomicInteger();

    EventLog(int width) {
        this.width = width;
        this.values = new long[MOST * width];
    }

    void add(long... row) {
        int at = rows.getAndIncrement();
        if (at < MOST) {
            System.arraycopy(row, 0, values, at * width, width);
        }
    }

    void write(String file) throws IOException {
        int length = Math.min(rows.get(), MOST) * width;
        ByteBuffer bytes = ByteBuffer.allocate(length * Long.BYTES);
        bytes.asLongBuffer().put(values, 0, length);
        Files.write(Path.of(file), bytes.array());
    }

    /** The rows of a file; one that a killed agent never wrote has none. */
    public static List<long[]> read(Path file, int width) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        var longs = ByteBuffer.wrap(Files.readAllBytes(file)).asLongBuffer();
        long[] all = new long[longs.remaining()];
        longs.get(all);
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i + width <= all.length; i += width) {
            rows.add(Arrays.copyOfRange(all, i, i + width));
        }
        return rows;
    }
}
