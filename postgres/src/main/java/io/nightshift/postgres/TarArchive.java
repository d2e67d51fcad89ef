package io.nightshift.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes the files, folders and symbolic links of a tar stream into a folder.
 *
 * <p>Knows the plain header block that the PostgreSQL archives use. A kind of entry it does not know is an error, never
 * skipped in silence; an entry that would land outside the folder is refused.
 */
final class TarArchive {
    private static final int BLOCK = 512;

    private final InputStream in;
    private final Path folder;

    private TarArchive(InputStream in, Path folder) {
        this.in = in;
        this.folder = folder;
    }

    /** Unpacks the uncompressed tar stream {@code in} into the existing {@code folder}. Does not close the stream. */
    static void unpack(InputStream in, Path folder) throws IOException {
        new TarArchive(in, folder.toAbsolutePath().normalize()).unpackAll();
    }

    private void unpackAll() throws IOException {
        byte[] header = new byte[BLOCK];
        while (readBlock(header)) {
            if (header[0] == 0) {
                return; // the archive ends with empty blocks
            }
            unpackEntry(header);
        }
    }

    private void unpackEntry(byte[] header) throws IOException {
        Path target = inside(text(header, 0, 100));
        long size = octal(header, 124, 12);
        char kind = (char) header[156];
        switch (kind) {
            case '0', '\0' -> writeFile(target, size, (octal(header, 100, 8) & 0100) != 0);
            case '5' -> Files.createDirectories(target);
            case '2' -> {
                String link = text(header, 157, 100);
                inside(folder.relativize(target.resolveSibling(link)).toString());
                Files.createSymbolicLink(target, Path.of(link));
            }
            default -> throw new IOException("unexpected kind '" + kind + "' of the archive entry " + target);
        }
    }

    private void writeFile(Path target, long size, boolean executable) throws IOException {
        Files.createDirectories(target.getParent());
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[64 * 1024];
            long left = size;
            while (left > 0) {
                int read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (read == 0) {
                    throw new EOFException("the archive ends inside " + target);
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private Path inside(String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the archive entry " + name + " points outside its folder");
        }
        return target;
    }

    private boolean readBlock(byte[] block) throws IOException {
        int read = in.readNBytes(block, 0, BLOCK);
        if (read != 0 && read != BLOCK) {
            throw new EOFException("the archive ends inside a header");
        }
        return read == BLOCK;
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int offset, int length) throws IOException {
        String digits = text(header, offset, length).trim();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("the archive has a damaged header", e);
        }
    }
}
