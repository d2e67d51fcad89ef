package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Which page answers which address. */
final class Screens {

    private static final Set<String> OURS = Set.of("visit", "jobs", "jobs.csv");

    private final JobsGrid grid;
    private final JobActions actions;

    Screens(Site site, Pages pages) {
        this.grid = new JobsGrid(site, pages);
        this.actions = new JobActions(site, pages);
    }

    /** Whether addresses that begin so are ours. */
    boolean has(String first) {
        return OURS.contains(first);
    }

    Reply answer(PageCall call) throws SQLException {
        List<String> path = call.path();
        if (path.isEmpty()) {
            return Reply.redirect("/jobs");
        }
        if (call.post()) {
            return post(call);
        }
        if (path.equals(List.of("jobs"))) {
            return grid.page(call);
        }
        if (path.equals(List.of("jobs.csv"))) {
            return grid.file(call);
        }
        if (path.equals(List.of("jobs", "confirm"))) {
            return actions.confirm(call);
        }
        throw missing(call);
    }

    private Reply post(PageCall call) throws SQLException {
        if (call.path().equals(List.of("jobs", "act"))) {
            return actions.act(call);
        }
        throw missing(call);
    }

    private static RuntimeException missing(PageCall call) {
        return ErrorCode.OBJECT_DOES_NOT_EXIST.fault("There is no page /" + String.join("/", call.path()) + ".");
    }
}
