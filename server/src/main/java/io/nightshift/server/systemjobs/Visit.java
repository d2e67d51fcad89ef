package io.nightshift.server.systemjobs;

import io.nightshift.server.signin.Caller;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who is signed in at a browser. Thread-safe. */
final class Visit {

    private final String csrf;
    private final Caller own;
    private Caller caller;
    private Instant lastSeen;
    private @Nullable Notice notice;

    Visit(Caller caller, String csrf, Instant now) {
        this.own = caller;
        this.caller = caller;
        this.csrf = csrf;
        this.lastSeen = now;
    }

    String csrf() {
        return csrf;
    }

    /** Who signed in. */
    Caller own() {
        return own;
    }

    /** As whom the pages are read: who signed in, or the same in another organization. */
    synchronized Caller caller() {
        return caller;
    }

    synchronized void enter(Caller other) {
        caller = other;
    }

    synchronized Instant lastSeen() {
        return lastSeen;
    }

    synchronized void seen(Instant now) {
        lastSeen = now;
    }

    /** Keeps a notice for the page that is shown next. */
    synchronized void tell(Notice told) {
        notice = told;
    }

    /** The notice, once. */
    synchronized Optional<Notice> told() {
        Optional<Notice> told = Optional.ofNullable(notice);
        notice = null;
        return told;
    }
}
