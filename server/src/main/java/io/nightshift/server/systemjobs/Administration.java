package io.nightshift.server.systemjobs;

import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.queue.Organizations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The organizations with their share of the nodes, and the settings of this node. */
public final class Administration {

    /** What the page shows. */
    public record Office(
            List<Organizations.Organization> organizations,
            ServiceSettings settings,
            List<Duration> waits,
            AsyncService.Health health,
            boolean administrator) {}

    private final Site site;
    private final Pages pages;

    Administration(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply page(PageCall call) throws SQLException {
        boolean administrator = call.visit().operator();
        List<Organizations.Organization> all =
                site.service().queue().organizations().list();
        return pages.page(
                "administration",
                pages.frame(call, "administration", Texts.ENGLISH.of("administration.title")),
                new Office(
                        administrator
                                ? all
                                : all.stream()
                                        .filter(one -> one.name().equals(call.organization()))
                                        .toList(),
                        site.service().settings(),
                        waits(site.service().settings().retries()),
                        site.service().health(),
                        administrator));
    }

    private static List<Duration> waits(RetrySchedule schedule) {
        List<Duration> waits = new ArrayList<>();
        for (int made = 0; waits.size() < 20 && schedule.waitAfter(made).isPresent(); made++) {
            waits.add(schedule.waitAfter(made).get());
        }
        return waits;
    }

    /** Gives an organization another share; for the holder of the server's token only. */
    Reply weigh(PageCall call) throws SQLException {
        if (!call.visit().operator()) {
            throw ErrorCode.PRIVILEGE_DENIED.fault("Only the administrator of the server changes weights.");
        }
        String name = call.form().one("organization", "");
        try {
            site.service()
                    .queue()
                    .organizations()
                    .setWeight(name, Integer.parseInt(call.form().one("weight", "")));
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A weight is a whole number from 1 to 1000.");
        }
        return call.done(Notice.done(Texts.ENGLISH.of("administration.weighed", name)), "/administration");
    }
}
