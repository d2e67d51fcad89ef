package io.nightshift.server.webapi;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A body that is sent as it is read.
 *
 * @param length in bytes
 * @param afterwards done once when it was sent, or could not be
 */
record FileStream(long length, Source source, Runnable afterwards) {

    /** Writes the whole body. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The same with something more to be done afterwards. */
    FileStream then(Runnable more) {
        return new FileStream(length, source, () -> {
            try {
                afterwards.run();
            } finally {
                more.run();
            }
        });
    }
}
