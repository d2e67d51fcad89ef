package io.nightshift.server.systemjobs;

import io.nightshift.server.signin.Caller;
import java.time.ZoneId;

/**
 * Who looks at a page.
 *
 * @param operator whether the visitor may see and command the service itself
 * @param watcher whether the visitor may see the operations of the organization
 * @param csrf what a form must send back, to prove that a page of ours made it
 * @param zone in which times are shown
 * @param theme {@code light}, {@code dark} or {@code system}
 */
public record Visitor(Caller caller, boolean operator, boolean watcher, String csrf, ZoneId zone, String theme) {

    public String name() {
        return caller.name();
    }

    /** The organization whose operations and records are shown. */
    public String organization() {
        return caller.organization();
    }
}
