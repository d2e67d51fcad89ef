package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.record.FileContents;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.messages.FileRequests;
import io.nightshift.server.webapi.odata.ODataCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of a record's column, as bytes of requests and answers: in one, or in parts of up to 4 MiB (Dataverse: file column
 * data). Everything goes through the messages of files, so that rights and limits are theirs; one block of it is in memory.
 */
final class FileColumn {

    /** The type of a body that is a file. */
    static final String TYPE = "application/octet-stream";

    static final String NAME = "x-ms-file-name";
    private static final String SESSION = "sessiontoken";
    private static final int PART = FileContents.LONGEST_BLOCK;
    private static final long LONGEST_AT_ONCE = 128L * 1024 * 1024;
    private static final int LONGEST_NAME = 255;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,15})-(\\d{1,15})/(\\d{1,15})");

    private final Scope scope;
    private final ApiRequest request;
    private final EntityReference record;
    private final String column;

    private FileColumn(Scope scope, ApiRequest request, Target.Property property) {
        this.scope = scope;
        this.request = request;
        this.record = new EntityReference(property.entity().logicalName(), property.id());
        this.column = property.attribute().logicalName();
    }

    /** The answer of a request that is about the file itself; null when it is about the property like any other. */
    static @Nullable ApiAnswer answer(Scope scope, ApiRequest request, Target.Property property) {
        if (!(property.attribute().type() instanceof AttributeType.FileType)) {
            return null;
        }
        FileColumn file = new FileColumn(scope, request, property);
        return switch (request.method()) {
            case "GET" -> new FileDownload(scope, request, file.record, file.column).answer(property);
            case "PATCH", "PUT" -> file.upload(property);
            case "DELETE" -> file.delete();
            default -> null;
        };
    }

    private ApiAnswer upload(Target.Property property) {
        String session = request.options().get(SESSION);
        if (session != null) {
            return part(session);
        }
        if ("chunked".equalsIgnoreCase(request.headers().get("x-ms-transfer-mode"))) {
            return begun(property);
        }
        requireFile();
        return whole();
    }

    private void requireFile() {
        String type = Objects.requireNonNullElse(request.headers().get("Content-Type"), "");
        if (!isFile(type)) {
            throw new RefusedException(
                    415,
                    ODataCode.INVALID_INPUT.code(),
                    "A file is sent with the header 'Content-Type: " + TYPE + "' and its name in " + NAME + ".");
        }
    }

    /** Whether a body of this type is a file. */
    static boolean isFile(@Nullable String type) {
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith(TYPE);
    }

    private ApiAnswer whole() {
        String length = request.headers().get("Content-Length");
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > LONGEST_AT_ONCE) {
            throw tooLong();
        }
        String name = name();
        if (name == null) {
            throw ODataCode.INVALID_INPUT.fault("The name of the file is in the header or the option " + NAME + ".");
        }
        String token = scope.service()
                .execute(FileRequests.initializeUpload(record, column, name))
                .required("FileContinuationToken", String.class);
        List<String> blocks = new ArrayList<>();
        long sent = 0;
        for (byte[] block = read(PART); block.length > 0; block = read(PART)) {
            sent += block.length;
            if (sent > LONGEST_AT_ONCE) {
                throw tooLong();
            }
            String id = "%06d".formatted(blocks.size());
            scope.service().execute(FileRequests.uploadBlock(token, id, block));
            blocks.add(id);
        }
        if (blocks.isEmpty()) {
            throw ODataCode.INVALID_INPUT.fault("The body is the file; an empty one is not kept.");
        }
        scope.service().execute(FileRequests.commitUpload(token, name, mimeType(name), blocks));
        return ApiAnswer.noContent();
    }

    private static RefusedException tooLong() {
        return new RefusedException(
                413,
                ODataCode.INVALID_INPUT.code(),
                "A file of more than " + LONGEST_AT_ONCE + " bytes is sent in parts: begin with the header"
                        + " 'x-ms-transfer-mode: chunked'.");
    }

    private ApiAnswer begun(Target.Property property) {
        String name = name();
        if (name == null) {
            throw ODataCode.INVALID_INPUT.fault("The name of the file is in the header or the option " + NAME + ".");
        }
        String token = scope.service()
                .execute(FileRequests.initializeUpload(record, column, name))
                .required("FileContinuationToken", String.class);
        return ApiAnswer.empty(200)
                .with(
                        "Location",
                        scope.address(property.entity(), property.id()) + "/" + column + "?" + SESSION + "=" + token)
                .with("Accept-Ranges", "bytes")
                .with("x-ms-chunk-size", Integer.toString(PART))
                .with("Access-Control-Expose-Headers", "x-ms-chunk-size");
    }

    /** A part of a file that was begun; with the last that was missing, whichever it is, the file is complete. */
    private ApiAnswer part(String session) {
        requireFile();
        String text = Objects.requireNonNullElse(request.headers().get("Content-Range"), "");
        Matcher range = CONTENT_RANGE.matcher(text.strip());
        if (!range.matches()) {
            throw ODataCode.INVALID_INPUT.fault(
                    "A part says by 'Content-Range: bytes 0-4194303/25870370' where it belongs.");
        }
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2));
        long size = Long.parseLong(range.group(3));
        byte[] part = read(PART + 1);
        if (part.length == 0 && from == size) {
            // The npm client sends an empty part after the last one that fills its size.
            return ApiAnswer.noContent();
        }
        if (to < from || to >= size || part.length != to - from + 1 || part.length > PART) {
            throw new RefusedException(
                    416,
                    ODataCode.INVALID_INPUT.code(),
                    "A part has as many bytes as its Content-Range says, 1 to " + PART + ", and lies within the file.");
        }
        long have = scope.service()
                .execute(FileRequests.uploadBlock(session, Long.toString(from), part))
                .required("SizeInBytes", Long.class);
        if (have < size) {
            return ApiAnswer.empty(206);
        }
        scope.service().execute(FileRequests.commitParts(session, name(), size));
        return ApiAnswer.noContent();
    }

    private @Nullable String name() {
        String header = request.headers().get(NAME);
        String name = header == null || header.isBlank() ? request.options().get(NAME) : header;
        if (name == null || name.isBlank()) {
            return null;
        }
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ODataCode.INVALID_INPUT.fault(
                    "The name of a file has up to " + LONGEST_NAME + " characters, none of them a control character.");
        }
        return name.strip();
    }

    static String mimeType(String name) {
        return Objects.requireNonNullElse(URLConnection.guessContentTypeFromName(name), TYPE);
    }

    private byte[] read(int most) {
        try {
            return request.content().stream().readNBytes(most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiAnswer delete() {
        String file = scope.service()
                .execute(FileRequests.initializeDownload(record, column))
                .required("FileContinuationToken", String.class);
        scope.service().execute(FileRequests.deleteFile(UUID.fromString(file)));
        return ApiAnswer.noContent();
    }
}
