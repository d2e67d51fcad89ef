package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Requests that send and fetch the file of a record's attribute, block by block. Whoever may change the record may send and
 * delete its files, whoever may read it may fetch them. What was begun and not committed within a day is thrown away.
 */
public final class FileRequests {

    private FileRequests() {}

    /** Begins a file; answers {@code FileContinuationToken}, which is of use to this user alone. */
    public static OrganizationRequest initializeUpload(EntityReference target, String attribute, String fileName) {
        return new OrganizationRequest("InitializeFileBlocksUpload")
                .set("Target", target)
                .set("FileAttributeName", attribute)
                .set("FileName", fileName);
    }

    /**
     * Sends a block of 1 byte to 4 MiB; the same block again takes the place of the first.
     *
     * @param blockId 1 to 100 characters of the caller's choice
     */
    public static OrganizationRequest uploadBlock(String token, String blockId, byte[] data) {
        return new OrganizationRequest("UploadBlock")
                .set("FileContinuationToken", token)
                .set("BlockId", blockId)
                .set("BlockData", data);
    }

    /**
     * Completes the file, which takes the place of the one before; answers {@code FileId} and {@code FileSizeInBytes}.
     *
     * @param blocks in the order of the file, each once; others that were sent are thrown away
     */
    public static OrganizationRequest commitUpload(
            String token, String fileName, String mimeType, List<String> blocks) {
        return new OrganizationRequest("CommitFileBlocksUpload")
                .set("FileContinuationToken", token)
                .set("FileName", fileName)
                .set("MimeType", mimeType)
                .set("BlockList", List.copyOf(blocks));
    }

    /**
     * Completes a file whose blocks have as ids at which byte of it they begin, in decimal; an addition of ours, for parts
     * that come in any order. 0x80040203 when one is missing; it can be sent then.
     *
     * @param fileName null for the name with which it was begun
     * @param bytes how many the file has
     */
    public static OrganizationRequest commitParts(String token, @Nullable String fileName, long bytes) {
        return new OrganizationRequest("CommitFileBlocksUpload")
                .set("FileContinuationToken", token)
                .set("FileName", fileName)
                .set("FileSizeInBytes", bytes);
    }

    /** Asks for a file; answers {@code FileContinuationToken}, {@code FileSizeInBytes} and {@code FileName}. */
    public static OrganizationRequest initializeDownload(EntityReference target, String attribute) {
        return new OrganizationRequest("InitializeFileBlocksDownload")
                .set("Target", target)
                .set("FileAttributeName", attribute);
    }

    /** Fetches 1 byte to 4 MiB of it; answers {@code Data}, shorter where the file ends. */
    public static OrganizationRequest downloadBlock(String token, long offset, long length) {
        return new OrganizationRequest("DownloadBlock")
                .set("FileContinuationToken", token)
                .set("Offset", offset)
                .set("BlockLength", length);
    }

    /** Deletes a file. */
    public static OrganizationRequest deleteFile(UUID fileId) {
        return new OrganizationRequest("DeleteFile").set("FileId", fileId);
    }
}
