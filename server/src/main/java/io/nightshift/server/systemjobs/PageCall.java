package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import java.util.List;
import java.util.UUID;

/**
 * A request for a page, by somebody who is signed in.
 *
 * @param path the segments of the address
 * @param form what a POST carries; its token has been checked
 */
record PageCall(boolean post, List<String> path, Parameters query, Parameters form, Visit visit, Visitor visitor) {

    String organization() {
        return visitor.organization();
    }

    /** The segment at this place as an id. */
    UUID id(int place) {
        return id(path.get(place));
    }

    static UUID id(String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw notAnId(text);
        }
        throw notAnId(text);
    }

    private static RuntimeException notAnId(String text) {
        return ErrorCode.OBJECT_DOES_NOT_EXIST.fault("'" + text + "' is not an id.");
    }

    /** Answers this POST: tells what became of it on the page that is shown next. */
    Reply done(Notice notice, String next) {
        visit.tell(notice);
        return Reply.redirect(next);
    }

    /** The page to go back to: one of ours, or this. */
    String back(String otherwise) {
        String back = form.one("back", otherwise);
        return isOurs(back) ? back : otherwise;
    }

    /** Whether it is an address on this server, and one line. */
    static boolean isOurs(String address) {
        return address.startsWith("/")
                && !address.startsWith("//")
                && address.chars().noneMatch(letter -> letter < ' ' || letter == '\\');
    }
}
