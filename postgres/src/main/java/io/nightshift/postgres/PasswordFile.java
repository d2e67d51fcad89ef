package io.nightshift.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The password of the database: random, made once, in a file that only its owner can read. */
record PasswordFile(Path path) {
    private static final int RANDOM_BYTES = 24;

    /**
     * The password in the file, or a new one when there is no database yet that would know the old one.
     *
     * @throws PostgresStartException when the file is gone and the database is not
     */
    String read(boolean databaseExists) throws IOException {
        if (Files.exists(path)) {
            return Files.readString(path).strip();
        }
        if (databaseExists) {
            throw new PostgresStartException("The password file " + path + " of the database beside it is missing:"
                    + " put it back from a copy of the folder.");
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path unfinished = path.resolveSibling(path.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Folders.createPrivateFile(unfinished);
        Files.writeString(unfinished, password + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Folders.rename(unfinished, path);
        return password;
    }
}
