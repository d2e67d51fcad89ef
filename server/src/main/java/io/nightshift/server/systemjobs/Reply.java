package io.nightshift.server.systemjobs;

import java.util.List;

/** What a page answers, complete before it is sent. */
sealed interface Reply {

    /** A page. */
    record Html(int status, String body) implements Reply {}

    /** Go and look there; the answer to every POST that did something. */
    record Redirect(String to, List<String> cookies) implements Reply {
        Redirect(String to) {
            this(to, List.of());
        }
    }

    /** A file to keep. */
    record Download(String contentType, String name, byte[] body) implements Reply {}

    static Reply redirect(String to) {
        return new Redirect(to);
    }
}
