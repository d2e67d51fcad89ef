package io.nightshift.server.webapi;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * The body of a request.
 *
 * @param bytes all of it; empty for a file, which is read as it comes
 * @param stream the same, or the file; to be read once
 */
record RequestBody(byte[] bytes, InputStream stream) {

    static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes, new ByteArrayInputStream(bytes));
    }

    static RequestBody file(InputStream stream) {
        return new RequestBody(new byte[0], stream);
    }
}
