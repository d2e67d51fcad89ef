package io.nightshift.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * One line of the journal: what happened, where, to which run of which operation.
 *
 * @param number its place in the one order of all lines
 * @param millis when the journal had it, from the journal's start
 * @param operation null when the line is about a node
 * @param note anything without a blank
 */
record JournalLine(long number, long millis, What what, String node, UUID operation, int attempt, String note) {

    enum What {
        /**
         * A handler is about to begin, and nothing keeps it from it any more. The journal has it before the node says to
         * anybody that it has begun: who is told that nothing starts any more, is told so after this line.
         */
        STARTED,
        /** A handler has done its work; the journal has it before the result goes to the database. */
        ENDED,
        /** A result was refused because the operation had been taken away. */
        FENCED,
        /** A node took operations back; the note is how many. */
        RESCUED,
        /** A node found its own lease over. */
        LOST,
        /** A statement of a node failed. */
        FAILED,
        /** A hold was accepted; the note is what is held. */
        HELD,
        /** The test is about to lift it. */
        FREED,
        /** The test is about to stop a process with SIGSTOP. */
        STOPPED,
        /** The test has let it go on with SIGCONT. */
        CONTINUED,
        /** The test is about to kill a process with SIGKILL. */
        STRUCK,
        /** It is dead. */
        KILLED,
        /** The test is about to end a process in good order. */
        DRAINING,
        /** It has ended. */
        DRAINED;

        /** Whether from now on others may take over what the node held; LOST comes later than that by nature. */
        boolean endsLease() {
            return this == LOST || this == STOPPED || this == STRUCK || this == DRAINING;
        }

        /** Whether the process is no more, and with it all that ran in it. */
        boolean endsProcess() {
            return this == KILLED || this == DRAINED;
        }
    }

    static JournalLine about(What what, String node) {
        return about(what, node, "-");
    }

    static JournalLine about(What what, String node, String note) {
        return new JournalLine(0, 0, what, node, null, 0, note);
    }

    static JournalLine about(What what, String node, UUID operation, int attempt) {
        return new JournalLine(0, 0, what, node, operation, attempt, "-");
    }

    /** As it goes to the journal, which puts number and time before it. */
    String text() {
        return what + " " + node + " " + (operation == null ? "-" : operation) + " " + attempt + " "
                + note.replace(' ', '_').replace('\n', '_');
    }

    static JournalLine parse(String line) {
        String[] fields = line.split(" ");
        return new JournalLine(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                What.valueOf(fields[2]),
                fields[3],
                fields[4].equals("-") ? null : UUID.fromString(fields[4]),
                Integer.parseInt(fields[5]),
                fields[6]);
    }

    static List<JournalLine> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(JournalLine::parse).toList();
    }
}
