package io.nightshift.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into the one sentence of a {@link PostgresStartException}. */
final class StartFailure {
    private static final String DISK_FULL_SQLSTATE = "53100";
    private static final String WRONG_PASSWORD_SQLSTATE = "28P01";
    private static final String NO_SPACE = "No space left on device";

    private StartFailure() {}

    /** A file could not be read or written; {@code doing} completes "cannot". */
    static PostgresStartException of(String doing, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        if (text.contains(NO_SPACE) || text.contains("Disk quota exceeded")) {
            return diskFull(doing, cause);
        }
        if (cause instanceof AccessDeniedException || text.contains("Permission denied")) {
            return new PostgresStartException(
                    "Cannot " + doing + ": the account of this process may not write " + text
                            + "; give it the right to, or choose another data folder.",
                    cause);
        }
        if (text.contains("Read-only file system")) {
            return new PostgresStartException(
                    "Cannot " + doing + ": " + text + "; choose a data folder on a file system that can be written.",
                    cause);
        }
        return new PostgresStartException(
                "Cannot " + doing + ": " + reason(cause) + "; mend that and start again.", cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is not a folder";
        }
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist or cannot be made there";
        }
        return cause instanceof FileSystemException && cause.getMessage() != null
                ? cause.getMessage()
                : cause.toString();
    }

    /** One of PostgreSQL's programs ended with an error after it had printed {@code output}. */
    static PostgresStartException ofOutput(String doing, String output) {
        if (output.contains(NO_SPACE) || output.contains("Disk quota exceeded")) {
            return diskFull(doing, null);
        }
        if (output.contains("could not bind") && output.contains("Permission denied")) {
            return new PostgresStartException("Cannot " + doing
                    + ": its account may not use the chosen port; choose one from 1024 up, or 0 for any"
                    + " free one.");
        }
        if (output.contains("Permission denied")) {
            return new PostgresStartException("Cannot " + doing + ": " + lastError(output)
                    + "; give this account the right to, or choose another data folder.");
        }
        return new PostgresStartException(
                "Cannot " + doing + ": " + lastError(output) + "; mend that and start again.");
    }

    /** The server runs, but the first statements failed. */
    static PostgresStartException ofStatement(String doing, SQLException cause, Path passwordFile) {
        if (DISK_FULL_SQLSTATE.equals(cause.getSQLState())
                || String.valueOf(cause.getMessage()).contains(NO_SPACE)) {
            return diskFull(doing, cause);
        }
        if (WRONG_PASSWORD_SQLSTATE.equals(cause.getSQLState())) {
            return new PostgresStartException(
                    "Cannot " + doing + ": the database does not accept the password in " + passwordFile
                            + "; put back the password that belongs to this data folder.",
                    cause);
        }
        return new PostgresStartException(
                "Cannot " + doing + ": " + cause.getMessage() + "; mend that and start again.", cause);
    }

    static PostgresStartException portInUse(int port) {
        return new PostgresStartException(
                "Port " + port + " of 127.0.0.1 is in use by another program: stop that program,"
                        + " choose another port, or 0 for any free one.");
    }

    static boolean saysAddressInUse(String output) {
        return output.contains("Address already in use");
    }

    private static PostgresStartException diskFull(String doing, @Nullable Throwable cause) {
        return new PostgresStartException(
                "Cannot " + doing
                        + ": the disk is full; free some space there or choose a data folder on another disk.",
                cause);
    }

    /** The last line PostgreSQL marked as an error, without time stamp and mark; else the last line at all. */
    private static String lastError(String output) {
        String found = "it ended without a message";
        boolean marked = false;
        for (String line : output.strip().lines().toList()) {
            int mark = Math.max(Math.max(line.indexOf("FATAL:"), line.indexOf("PANIC:")), line.indexOf("error:"));
            if (mark >= 0) {
                found = line.substring(line.indexOf(':', mark) + 1).strip();
                marked = true;
            } else if (!marked && !line.isBlank()) {
                found = line.strip();
            }
        }
        return found;
    }
}
