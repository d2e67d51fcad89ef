package io.nightshift.server.systemjobs;

import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.Sessions;
import java.util.Optional;

/**
 * Somebody who is signed in at a browser.
 *
 * @param caller as whom the pages are read: who signed in, or the same in another organization
 * @param rights what the visitor may see and do beside that
 */
record Visit(Sessions.Session session, Caller caller, Rights rights, Notices notices) {

    /** Whether the visitor may see and command the service itself. */
    boolean operator() {
        return rights == Rights.OPERATES;
    }

    /** Whether the visitor may see the operations of the organization. */
    boolean watcher() {
        return rights != Rights.RECORDS;
    }

    /** The same for a request that shows no notice, and so must not take it away from the next page. */
    Visit unnoticed() {
        return new Visit(session, caller, rights, new Notices());
    }

    String csrf() {
        return session.csrf();
    }

    /** Keeps a notice for the page that is shown next. */
    void tell(Notice told) {
        notices.tell(session.id(), told);
    }

    /** The notice, once. */
    Optional<Notice> told() {
        return notices.told(session.id());
    }
}
