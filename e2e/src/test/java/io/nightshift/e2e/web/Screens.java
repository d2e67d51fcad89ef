package io.nightshift.e2e.web;

import io.nightshift.operation.Cause;
import io.nightshift.operation.OperationType;
import io.nightshift.queue.Search;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The addresses of all screens, by the names of their pictures. */
final class Screens {

    /** The screens of an organization in which nothing has ever been done. */
    static final List<String> EMPTY = List.of(
            "/",
            "/jobs",
            "/jobs?view=failed",
            "/lanes",
            "/schedules",
            "/workflows",
            "/steps",
            "/bulk-deletes",
            "/records/account");

    private Screens() {}

    static Map<String, String> of(Company company) throws Exception {
        Map<String, String> screens = new LinkedHashMap<>();
        screens.put("overview", "/");
        screens.put("overview-month", "/?window=month");
        screens.put("jobs", "/jobs");
        screens.put("jobs-suspended", "/jobs?view=suspended");
        screens.put("jobs-filtered", "/jobs?view=failed&message=invoice.send&name=INV");
        screens.put("jobs-empty", "/jobs?name=zeppelin");
        screens.put("confirm", "/jobs/confirm?view=failed&action=delete&scope=all");
        screens.put("postpone", "/jobs/confirm?action=postpone&id=" + idOf(company, Cause.RETRY));
        screens.put(
                "jobs-sorted",
                "/jobs?view=failed&sort=message&sort=-completed&cols=status&cols=message&cols=regarding&cols=owner");
        screens.put("jobs-maintenance", "/jobs?kind=maintenance");
        screens.put("job-needs-a-person", "/jobs/" + idOf(company, Cause.PERSON, OperationType.CUSTOM));
        screens.put("job-of-a-workflow", "/jobs/" + idOf(company, Cause.PERSON, OperationType.WORKFLOW));
        screens.put("job-retrying", "/jobs/" + idOf(company, Cause.RETRY));
        screens.put("lanes", "/lanes");
        screens.put("workers", "/workers");
        screens.put("schedules", "/schedules");
        screens.put("schedule", "/schedules/" + idOf(company, Cause.SERIES, OperationType.CUSTOM));
        screens.put(
                "schedule-day",
                "/schedules/" + idOf(company, Cause.SERIES, OperationType.CUSTOM) + "?day="
                        + LocalDate.ofInstant(company.service().queue().clock().now(), ZoneOffset.UTC)
                                .plusDays(2));
        screens.put(
                "schedule-preview",
                "/schedules/" + idOf(company, Cause.SERIES, OperationType.CUSTOM)
                        + "?pattern=FREQ%3DWEEKLY%3BBYDAY%3DMO%2CTH");
        screens.put("workflows", "/workflows");
        screens.put("workflow", "/workflows/" + company.office().workflow());
        screens.put("steps", "/steps");
        screens.put("bulk-deletes", "/bulk-deletes");
        screens.put("bulk-delete", "/bulk-deletes/" + company.office().bulkDelete());
        screens.put(
                "bulk-delete-new",
                "/bulk-deletes/new?entity=lead&attribute0=lastname&operator0=begins-with&value0=Fair");
        screens.put("records", "/records");
        screens.put("shelf", "/records/account");
        screens.put("record", "/records/account/" + company.account());
        screens.put("administration", "/administration");
        screens.put("shelf-empty", "/records/account?name=zeppelin");
        screens.put("record-new", "/records/contact/new");
        screens.put("lane", "/lanes?token=contract-118");
        screens.put("lane-empty", "/lanes?token=nothing");
        screens.put("steps-empty", "/steps?name=zeppelin");
        screens.put("missing", "/jobs/nothing");
        return screens;
    }

    private static String idOf(Company company, Cause cause) throws Exception {
        return idOf(company, cause, OperationType.values());
    }

    private static String idOf(Company company, Cause cause, OperationType... types) throws Exception {
        return company.service()
                .systemJobs()
                .find(Search.all().causes(Set.of(cause)).types(Set.of(types)))
                .operations()
                .getFirst()
                .id()
                .toString();
    }
}
