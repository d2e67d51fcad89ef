package io.nightshift.e2e.web;

import io.nightshift.operation.Cause;
import io.nightshift.queue.Search;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The addresses of all screens, by the names of their pictures. */
final class Screens {

    private Screens() {}

    static Map<String, String> of(Company company) throws Exception {
        Map<String, String> screens = new LinkedHashMap<>();
        screens.put("overview", "/");
        screens.put("jobs", "/jobs");
        screens.put("jobs-suspended", "/jobs?view=suspended");
        screens.put("jobs-filtered", "/jobs?view=failed&message=invoice.send&name=INV");
        screens.put("jobs-empty", "/jobs?name=zeppelin");
        screens.put("confirm", "/jobs/confirm?view=failed&action=delete&scope=all");
        screens.put("postpone", "/jobs/confirm?action=postpone&id=" + idOf(company, Cause.RETRY));
        screens.put("job-needs-a-person", "/jobs/" + idOf(company, Cause.PERSON));
        screens.put("job-retrying", "/jobs/" + idOf(company, Cause.RETRY));
        screens.put("lanes", "/lanes");
        screens.put("workers", "/workers");
        screens.put("schedules", "/schedules");
        screens.put("schedule", "/schedules/" + idOf(company, Cause.SERIES));
        screens.put("records", "/records");
        screens.put("shelf", "/records/account");
        screens.put("record", "/records/account/" + company.account());
        screens.put("administration", "/administration");
        screens.put("missing", "/jobs/nothing");
        return screens;
    }

    private static String idOf(Company company, Cause cause) throws Exception {
        return company.service()
                .systemJobs()
                .find(Search.all().causes(Set.of(cause)))
                .operations()
                .getFirst()
                .id()
                .toString();
    }
}
