package io.nightshift.platform.record;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.FaultCode;
import java.util.Base64;

/** The document in a note: text in Base64, of which the platform says how large it is. */
final class NoteDocument {

    /** As large as a document may be, decoded: 32 MiB, which is what Dynamics begins with. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final String BODY = "documentbody";

    private NoteDocument() {}

    /** Sets what follows from the document of a row, if the row has one. */
    static void complete(EntityMetadata entity, StoredRow row) {
        if (!entity.logicalName().equals("annotation") || !row.has(BODY)) {
            return;
        }
        Integer size = row.value(BODY) instanceof String body ? Integer.valueOf(bytes(body)) : null;
        row.put(entity.attribute("filesize"), size);
        row.put(entity.attribute("isdocument"), size != null);
    }

    private static int bytes(String body) {
        // Four characters of Base64 are three bytes: what is too long need not be decoded to know it.
        if (body.length() / 4L * 3 > MOST_BYTES + 3L) {
            throw tooLarge();
        }
        try {
            int bytes = Base64.getDecoder().decode(body).length;
            if (bytes > MOST_BYTES) {
                throw tooLarge();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw FaultCode.INVALID_ARGUMENT.fault("The document of a note is text in Base64; this is not.");
        }
    }

    private static RuntimeException tooLarge() {
        return FaultCode.INVALID_ARGUMENT.fault("The document of a note has at most " + MOST_BYTES
                + " bytes; put larger ones into an attribute of the type File.");
    }
}
