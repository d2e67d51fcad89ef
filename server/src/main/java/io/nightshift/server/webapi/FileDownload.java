package io.nightshift.server.webapi;

import io.nightshift.platform.record.FileContents;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.FileRequests;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The way of a column's file out: whole, as it is read, or a range of it (RFC 9110, 14). */
record FileDownload(Scope scope, ApiRequest request, EntityReference record, String column) {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

    /** The file, or a part of it in JSON; null for a request that wants the property's value alone. */
    @Nullable
    ApiAnswer answer(Target.Property property) {
        return property.raw() ? whole() : isAsked() ? inJson(property) : null;
    }

    /** Clients fetch a file as the property's value, too: a part of it in base64 within JSON. */
    private boolean isAsked() {
        return request.headers().get("Range") != null || request.options().get("size") != null;
    }

    private ApiAnswer inJson(Target.Property property) {
        OrganizationResponse found = scope.service().execute(FileRequests.initializeDownload(record, column));
        long size = found.required("FileSizeInBytes", Long.class);
        // The npm client asks once more from the end of a file that fills its last part: nothing is left.
        String asked = Objects.requireNonNullElse(request.headers().get("Range"), "");
        boolean atEnd = asked.strip().startsWith("bytes=" + size + "-");
        long[] range = atEnd ? new long[] {size, size - 1} : range(size);
        long length = Math.min(FileContents.LONGEST_BLOCK, range[1] - range[0] + 1);
        byte[] part =
                atEnd ? new byte[0] : block(found.required("FileContinuationToken", String.class), range[0], length);
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put(
                "@odata.context",
                scope.root() + "/$metadata#" + property.entity().names().entitySetName() + "(" + property.id() + ")/"
                        + column);
        body.put("value", Base64.getEncoder().encodeToString(part));
        return about(ApiAnswer.json(length < size ? 206 : 200, body), found.required("FileName", String.class), size);
    }

    private static ApiAnswer about(ApiAnswer answer, String name, long size) {
        return answer.with("Content-Disposition", "attachment; filename*=UTF-8''" + encoded(name))
                .with("Accept-Ranges", "bytes")
                .with(FileColumn.NAME, encoded(name))
                .with("x-ms-file-size", Long.toString(size))
                .with("mimetype", FileColumn.mimeType(name))
                .with("Access-Control-Expose-Headers", "x-ms-file-name,x-ms-file-size,mimetype");
    }

    private ApiAnswer whole() {
        OrganizationResponse found = scope.service().execute(FileRequests.initializeDownload(record, column));
        String token = found.required("FileContinuationToken", String.class);
        String name = found.required("FileName", String.class);
        long size = found.required("FileSizeInBytes", Long.class);
        long[] range = range(size);
        long from = range[0];
        long length = range[1] - from + 1;
        ApiAnswer answer =
                about(ApiAnswer.empty(length < size ? 206 : 200).with("Content-Type", FileColumn.TYPE), name, size);
        if (length < size) {
            answer = answer.with("Content-Range", "bytes " + from + "-" + range[1] + "/" + size);
        }
        byte[] first = block(token, from, length);
        if (first.length == length) {
            return new ApiAnswer(answer.status(), answer.headers(), first);
        }
        return answer.streamed(new FileStream(
                length,
                out -> {
                    out.write(first);
                    long at = from + first.length;
                    while (at < from + length) {
                        byte[] block = block(token, at, from + length - at);
                        if (block.length == 0) {
                            throw new IOException("The file has become shorter.");
                        }
                        out.write(block);
                        at += block.length;
                    }
                },
                () -> {}));
    }

    private byte[] block(String token, long from, long length) {
        return scope.service()
                .execute(FileRequests.downloadBlock(token, from, Math.min(FileContents.LONGEST_BLOCK, length)))
                .required("Data", byte[].class);
    }

    /** The first and last byte that are wanted; what is no single range means all (RFC 9110, 14.2). */
    private long[] range(long size) {
        Matcher range = RANGE.matcher(
                Objects.requireNonNullElse(request.headers().get("Range"), "").strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return new long[] {0, size - 1};
        }
        boolean last = range.group(1).isEmpty();
        long from = last ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long to = last || range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (from > to) {
            throw new RefusedException(
                    416,
                    ODataCode.INVALID_INPUT.code(),
                    "The file has " + size + " bytes; the range " + Shown.of(range.group()) + " is none of it.");
        }
        return new long[] {from, to};
    }

    /** Names may hold what headers may not. */
    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
