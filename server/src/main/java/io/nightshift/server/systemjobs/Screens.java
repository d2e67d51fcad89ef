package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Which page answers which address. */
final class Screens {

    private static final Set<String> OURS = Set.of(
            "visit",
            "jobs",
            "jobs.csv",
            "schedules",
            "lanes",
            "workers",
            "bulk-deletes",
            "workflows",
            "steps",
            "records",
            "administration");

    /** Made with the rights of the visitor's roles. */
    private static final Set<String> RECORDS = Set.of("records", "bulk-deletes", "workflows", "steps");
    /** What shows the operations of one organization, and commands nothing unless it is posted. */
    private static final Set<String> WATCHED = Set.of("jobs", "jobs.csv", "schedules", "lanes");

    private final Site site;
    private final Pages pages;
    private final JobsGrid grid;
    private final JobActions actions;

    Screens(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
        this.grid = new JobsGrid(site, pages);
        this.actions = new JobActions(site, pages);
    }

    /** Whether addresses that begin so are ours. */
    boolean has(String first) {
        return OURS.contains(first);
    }

    Reply answer(PageCall call) throws SQLException {
        List<String> path = call.path();
        String first = path.isEmpty() ? "" : path.getFirst();
        boolean open = RECORDS.contains(first)
                || (call.visit().watcher() && WATCHED.contains(first) && (!call.post() || path.contains("views")));
        if (!open && !call.visit().operator()) {
            return path.isEmpty() ? Reply.redirect(call.visit().watcher() ? "/jobs" : "/records") : refused(call);
        }
        if (call.post()) {
            return post(call);
        }
        if (path.isEmpty()) {
            return new Overview(site, pages).page(call);
        }
        return switch (path.getFirst()) {
            case "jobs" -> jobs(call);
            case "jobs.csv" -> grid.file(call);
            case "lanes" -> new Lanes(site, pages).page(call);
            case "workers" -> new Workers(site, pages).page(call);
            case "schedules" ->
                path.size() == 1 ? new Schedules(site, pages).list(call) : new Schedules(site, pages).one(call);
            case "records" -> records(call);
            case "bulk-deletes" -> bulkDeletes(call);
            case "workflows" ->
                path.size() == 1 ? new Processes(site, pages).list(call) : new Processes(site, pages).one(call);
            case "steps" -> new Steps(site, pages).list(call);
            case "administration" -> new Administration(site, pages).page(call);
            default -> throw missing(call);
        };
    }

    private Reply jobs(PageCall call) throws SQLException {
        if (call.path().size() == 1) {
            return grid.page(call);
        }
        if (call.path().size() > 2) {
            throw missing(call);
        }
        return call.path().get(1).equals("confirm")
                ? actions.confirm(call)
                : new JobForm(site, pages, new Lanes(site, pages)).page(call);
    }

    private Reply records(PageCall call) throws SQLException {
        Records records = new Records(site, pages);
        return switch (call.path().size()) {
            case 1 -> records.kinds(call);
            case 2 -> records.shelf(call);
            case 3 -> records.form(call);
            default -> throw missing(call);
        };
    }

    private Reply bulkDeletes(PageCall call) throws SQLException {
        BulkDeletes pile = new BulkDeletes(site, pages);
        if (call.path().size() == 1) {
            return pile.list(call);
        }
        return call.path().get(1).equals("new") ? pile.draft(call) : pile.one(call);
    }

    private Reply post(PageCall call) throws SQLException {
        List<String> path = call.path();
        return switch (String.join("/", path)) {
            case "jobs/act" -> actions.act(call);
            case "jobs/views" -> new PersonalViews(site).save(call);
            case "jobs/views/delete" -> new PersonalViews(site).delete(call);
            case "workers/hold" -> new Workers(site, pages).place(call);
            case "workers/lift" -> new Workers(site, pages).lift(call);
            case "workers/limit" -> new Workers(site, pages).limit(call);
            case "workers/unlimit" -> new Workers(site, pages).unlimit(call);
            case "workers/drain" -> new Workers(site, pages).drain(call);
            case "workers/resume" -> new Workers(site, pages).resume(call);
            case "administration/credential" -> new Secretariat(site).make(call);
            case "administration/revoke" -> new Secretariat(site).revoke(call);
            case "administration/password" -> new Secretariat(site).password(call);
            case "administration/weight" -> new Administration(site, pages).weigh(call);
            case "bulk-deletes/new" -> new BulkDeletes(site, pages).start(call);
            default -> postToOne(call);
        };
    }

    private Reply postToOne(PageCall call) throws SQLException {
        List<String> path = call.path();
        String first = path.isEmpty() ? "" : path.getFirst();
        if (path.size() == 2) {
            switch (first) {
                case "schedules" -> {
                    return new Schedules(site, pages).edit(call);
                }
                case "workflows" -> {
                    return new Processes(site, pages).change(call);
                }
                case "steps" -> {
                    return new Steps(site, pages).change(call);
                }
                default -> throw missing(call);
            }
        }
        if (path.size() == 3 && first.equals("jobs") && path.get(2).equals("skip")) {
            return Story.skip(call, site);
        }
        if (path.size() == 3 && first.equals("schedules") && path.get(2).equals("dates")) {
            return new Schedules(site, pages).editDates(call);
        }
        if (path.size() == 3 && first.equals("records")) {
            return new Records(site, pages).save(call);
        }
        if (path.size() == 4 && first.equals("records") && path.get(3).equals("delete")) {
            return new Records(site, pages).delete(call);
        }
        return switch (path.size() == 4 && first.equals("records") ? path.get(1) + "/" + path.get(3) : "") {
            case "email/send" -> new Mailing(site).send(call);
            case "emailserverprofile/password" -> new Mailing(site).password(call);
            default -> throw missing(call);
        };
    }

    /** The engine's own pages show and move what belongs to everybody. */
    private static Reply refused(PageCall call) {
        throw ErrorCode.PRIVILEGE_DENIED.fault(
                call.visitor().name() + " may not operate the service: that needs the privilege to operate it.");
    }

    private static RuntimeException missing(PageCall call) {
        return ErrorCode.OBJECT_DOES_NOT_EXIST.fault("There is no page /" + String.join("/", call.path()) + ".");
    }
}
