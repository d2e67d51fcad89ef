package io.nightshift.platform.file;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.FileContents;
import io.nightshift.platform.record.FileContents.StoredFile;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The messages by which a file comes into an attribute of a record, and out of it. */
public final class FileMessages {

    private static final String TOKEN = "FileContinuationToken";

    private FileMessages() {}

    /** What a message does. */
    @FunctionalInterface
    private interface Handling {
        void handle(OrganizationRequest request, FileContents files, OrganizationResponse response);
    }

    /** A message of this name. */
    private record FileMessage(String name, Handling handling) implements Message {

        @Override
        public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
            OrganizationResponse response = new OrganizationResponse(name);
            handling.handle(request, new FileContents(context), response);
            return response;
        }
    }

    /** All of them. */
    public static List<Message> all() {
        return List.of(
                new FileMessage("InitializeFileBlocksUpload", FileMessages::begin),
                new FileMessage(
                        "UploadBlock",
                        (request, files, response) -> response.set(
                                "SizeInBytes",
                                files.block(
                                        token(request),
                                        request.required("BlockId", String.class),
                                        request.required("BlockData", byte[].class)))),
                new FileMessage("CommitFileBlocksUpload", FileMessages::commit),
                new FileMessage("InitializeFileBlocksDownload", FileMessages::find),
                new FileMessage("DownloadBlock", FileMessages::read),
                new FileMessage(
                        "DeleteFile", (request, files, _) -> files.delete(request.required("FileId", UUID.class))));
    }

    private static void begin(OrganizationRequest request, FileContents files, OrganizationResponse response) {
        UUID file = files.begin(
                request.required("Target", EntityReference.class),
                request.required("FileAttributeName", String.class),
                request.required("FileName", String.class));
        response.set(TOKEN, file.toString());
    }

    private static void commit(OrganizationRequest request, FileContents files, OrganizationResponse response) {
        Long bytes = request.get("FileSizeInBytes", Long.class);
        if (bytes != null) {
            StoredFile whole = files.commitParts(token(request), request.get("FileName", String.class), bytes);
            response.set("FileId", whole.id()).set("FileSizeInBytes", whole.bytes());
            return;
        }
        List<?> given = request.required("BlockList", List.class);
        List<String> blocks = given.stream().<String>map(String::valueOf).toList();
        StoredFile file = files.commit(
                token(request),
                request.required("FileName", String.class),
                request.get("MimeType", String.class),
                blocks);
        response.set("FileId", file.id()).set("FileSizeInBytes", file.bytes());
    }

    private static void find(OrganizationRequest request, FileContents files, OrganizationResponse response) {
        StoredFile file = files.find(
                request.required("Target", EntityReference.class), request.required("FileAttributeName", String.class));
        response.set(TOKEN, file.id().toString())
                .set("FileSizeInBytes", file.bytes())
                .set("FileName", file.name())
                .set("IsChunkingSupported", true);
    }

    private static void read(OrganizationRequest request, FileContents files, OrganizationResponse response) {
        long length =
                Objects.requireNonNullElse(request.get("BlockLength", Long.class), (long) FileContents.LONGEST_BLOCK);
        long offset = Objects.requireNonNullElse(request.get("Offset", Long.class), 0L);
        response.set("Data", files.read(token(request), offset, length));
    }

    private static UUID token(OrganizationRequest request) {
        String token = request.required(TOKEN, String.class);
        try {
            return UUID.fromString(token);
        } catch (IllegalArgumentException e) {
            throw FaultCode.INVALID_ARGUMENT.fault("The " + TOKEN + " is none that was given out here.");
        }
    }
}
