package io.nightshift.client;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.FileRequests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The file in an attribute of a record. It goes in and out in blocks of 4 MiB, one of which is in memory at a time; a block
 * whose answer does not come is sent or asked for again, as the {@link RetryPolicy} says. Thread-safe.
 */
public final class FileColumn {

    private final OrganizationService service;
    private final EntityReference record;
    private final String attribute;

    FileColumn(OrganizationService service, EntityReference record, String attribute) {
        this.service = service;
        this.record = record;
        this.attribute = attribute;
    }

    /**
     * A file as it is kept.
     *
     * @param bytes how large it is
     */
    public record StoredFile(String name, long bytes) {}

    /**
     * Sends a file, which takes the place of the one before when it is complete.
     *
     * @return the id of the file
     * @throws IOException when it cannot be read
     * @throws WebApiFault when it is refused, or the server was not reached in spite of repetition; the file before stays
     */
    public UUID upload(Path file) throws IOException {
        FileUpload upload = begin(file.getFileName().toString());
        upload.send(file);
        return upload.commit();
    }

    /**
     * The same with what a stream has, to its end. The stream is not closed.
     *
     * @param fileName 1 to 255 characters
     */
    public UUID upload(String fileName, InputStream content) throws IOException {
        FileUpload upload = begin(fileName);
        upload.send(content);
        return upload.commit();
    }

    /** Begins a file that is sent by and by; nobody sees it before it is complete. */
    public FileUpload begin(String fileName) {
        String token = service.execute(FileRequests.initializeUpload(record, attribute, fileName))
                .required("FileContinuationToken", String.class);
        return resume(token, fileName, 0);
    }

    /**
     * Goes on with a file that was begun, perhaps by another program of the same user. What was begun a day ago and not
     * completed is gone: then sending is refused with 0x80040217.
     *
     * @param token {@link FileUpload#token}
     * @param position {@link FileUpload#position}, as far as it had come
     */
    public FileUpload resume(String token, String fileName, long position) {
        return new FileUpload(service, token, fileName, position);
    }

    /**
     * Fetches the file. The stream is not closed.
     *
     * @throws IOException when it cannot be written
     * @throws WebApiFault 0x80040217 when there is none, or when another has taken its place meanwhile
     */
    public StoredFile download(OutputStream out) throws IOException {
        OrganizationResponse found = service.execute(FileRequests.initializeDownload(record, attribute));
        String token = found.required("FileContinuationToken", String.class);
        StoredFile file =
                new StoredFile(found.required("FileName", String.class), found.required("FileSizeInBytes", Long.class));
        long at = 0;
        while (at < file.bytes()) {
            byte[] block = service.execute(FileRequests.downloadBlock(token, at, FileUpload.BLOCK))
                    .required("Data", byte[].class);
            if (block.length == 0) {
                throw new IOException("The server has " + at + " of the " + file.bytes() + " bytes of " + file.name()
                        + "; it is not whole.");
            }
            out.write(block);
            at += block.length;
        }
        return file;
    }

    /** Fetches the file into another, which it replaces when all of it is there. */
    public StoredFile download(Path to) throws IOException {
        Path part = Files.createTempFile(to.toAbsolutePath().getParent(), ".download", ".part");
        try {
            StoredFile file;
            try (OutputStream out = Files.newOutputStream(part)) {
                file = download(out);
            }
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes the file; 0x80040217 when there is none. */
    public void delete() {
        String file = service.execute(FileRequests.initializeDownload(record, attribute))
                .required("FileContinuationToken", String.class);
        service.execute(FileRequests.deleteFile(UUID.fromString(file)));
    }

    @Override
    public String toString() {
        return attribute + " of the " + record.logicalName() + " " + record.id();
    }
}
