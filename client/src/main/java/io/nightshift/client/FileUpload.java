package io.nightshift.client;

import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.FileRequests;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * A file on its way to the server. After a fault it goes on where it was: {@link #position} tells from which byte on the
 * content is wanted, and {@link #token} lets another program go on ({@link FileColumn#resume}). Not thread-safe.
 */
public final class FileUpload {

    /** So much is sent at a time, 4 MiB. */
    static final int BLOCK = 4 * 1024 * 1024;

    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final OrganizationService service;
    private final String token;
    private final String fileName;
    private long position;

    FileUpload(OrganizationService service, String token, String fileName, long position) {
        if (position < 0) {
            throw new IllegalArgumentException("A file goes on at byte 0 or later, not at " + position + ".");
        }
        this.service = service;
        this.token = token;
        this.fileName = fileName;
        this.position = position;
    }

    /** What names the upload; of use to this user alone, for a day. */
    public String token() {
        return token;
    }

    /** How many bytes the server has. */
    public long position() {
        return position;
    }

    /**
     * Sends what is left.
     *
     * @param rest the content from {@link #position} on, to its end; it is not closed
     * @throws IOException when it cannot be read
     */
    public void send(InputStream rest) throws IOException {
        for (byte[] block = rest.readNBytes(BLOCK); block.length > 0; block = rest.readNBytes(BLOCK)) {
            service.execute(FileRequests.uploadBlock(token, id(position / BLOCK), block));
            position += block.length;
        }
    }

    /** Sends what is left of a file. */
    public void send(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            content.skipNBytes(position);
            send(content);
        }
    }

    /**
     * Completes the file, which takes the place of the one before.
     *
     * @return the id of the file
     * @throws WebApiFault 0x80040203 when nothing was sent: an empty file is not kept; when no answer came, the file may be
     *     complete
     */
    public UUID commit() {
        List<String> blocks = LongStream.range(0, (position + BLOCK - 1) / BLOCK)
                .mapToObj(FileUpload::id)
                .toList();
        String type = Objects.requireNonNullElse(URLConnection.guessContentTypeFromName(fileName), UNKNOWN_TYPE);
        return service.execute(FileRequests.commitUpload(token, fileName, type, blocks))
                .required("FileId", UUID.class);
    }

    private static String id(long number) {
        return "%06d".formatted(number);
    }

    @Override
    public String toString() {
        return position + " bytes of " + fileName; // the token is a secret of the user's
    }
}
