package io.nightshift.benchmarks.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Processor time in seconds, as the kernel of Linux counts it (in hundredths). */
final class Processors {

    private static final double TICKS = 100;
    private static final int MOST_READINGS = 50;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Processors() {}

    /** All processors together, since the machine started. */
    static double busy() throws IOException {
        String[] all = BLANKS.split(Files.readAllLines(Path.of("/proc/stat")).getFirst());
        double ticks = 0;
        for (int field : List.of(1, 2, 3, 6, 7, 8)) { // user, nice, system, interrupts, steal; not idle, not waiting
            ticks += Double.parseDouble(all[field]);
        }
        return ticks / TICKS;
    }

    static double of(long pid) {
        return of(pid, false);
    }

    /** A process, its living children, and those that ended and were waited for. */
    static double family(long pid) {
        double seconds = 0;
        for (int reading = 0; reading < MOST_READINGS; reading++) {
            List<Long> children = children(pid);
            seconds = of(pid, true);
            for (long child : children) {
                seconds += of(child, true);
            }
            // A child that ends between two readings would be lost or counted twice.
            if (children.equals(children(pid))) {
                break;
            }
        }
        return seconds;
    }

    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid)
                .map(process ->
                        process.children().map(ProcessHandle::pid).sorted().toList())
                .orElse(List.of());
    }

    private static double of(long pid, boolean withEnded) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] all = line.substring(line.lastIndexOf(')') + 2).split(" ");
            double ticks = Double.parseDouble(all[11]) + Double.parseDouble(all[12]);
            if (withEnded) {
                ticks += Double.parseDouble(all[13]) + Double.parseDouble(all[14]);
            }
            return ticks / TICKS;
        } catch (NoSuchFileException e) {
            return 0; // ended
        } catch (IOException e) {
            return 0; // ended while it was read
        }
    }
}
