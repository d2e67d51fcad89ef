package io.nightshift.server.systemjobs;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.queue.Author;
import io.nightshift.queue.Organizations;
import io.nightshift.queue.ServiceLog;
import io.nightshift.server.configuration.Setting;
import io.nightshift.server.signin.Credentials.Credential;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The organizations with their share of the nodes, who signs in by what, what people did, and the settings of this node. */
public final class Administration {

    private static final int MOST_LINES = 50;

    /**
     * What the page shows.
     *
     * @param credentials null for who may not see them
     */
    public record Office(
            List<Organizations.Organization> organizations,
            @Nullable List<Credential> credentials,
            Log log,
            List<Value> settings,
            List<Duration> waits,
            AsyncService.Health health,
            String node) {

        /** Whether a token or an application proves to be its user at this moment. */
        public boolean isGood(Credential credential, Instant now) {
            Instant expires = credential.expiresOn();
            return credential.revokedOn() == null && (expires == null || expires.isAfter(now));
        }
    }

    /**
     * What people did to the service.
     *
     * @param next before which line it goes on; null at its beginning
     */
    public record Log(
            List<ServiceLog.Entry> entries, @Nullable Long next) {}

    /** A setting as it counts, and where it came from. */
    public record Value(String name, String meaning, String value, String origin) {}

    private final Site site;
    private final Pages pages;

    Administration(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply page(PageCall call) throws SQLException {
        return pages.page(
                "administration",
                pages.frame(call, "administration", Texts.ENGLISH.of("administration.title")),
                new Office(
                        site.service().queue().organizations().list(),
                        credentials(call),
                        log(call),
                        settings(),
                        waits(site.service().settings().retries()),
                        site.service().health(),
                        site.service().settings().nodeName()));
    }

    private @Nullable List<Credential> credentials(PageCall call) throws SQLException {
        return new Secretariat(site).mayGive(call)
                ? site.identity().credentials().list(call.organization())
                : null;
    }

    private Log log(PageCall call) throws SQLException {
        String before = call.query().one("before");
        List<ServiceLog.Entry> entries;
        try {
            entries = site.service()
                    .queue()
                    .serviceLog()
                    .read(null, before == null ? null : Long.valueOf(before), MOST_LINES + 1);
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + before + "' is not a line of the log.");
        }
        return entries.size() > MOST_LINES
                ? new Log(
                        entries.subList(0, MOST_LINES),
                        entries.get(MOST_LINES - 1).line())
                : new Log(entries, null);
    }

    private List<Value> settings() {
        return Arrays.stream(Setting.values())
                .map(setting -> new Value(
                        setting.property(),
                        setting.meaning(),
                        site.configuration().shown(setting),
                        site.configuration().value(setting).origin()))
                .toList();
    }

    private static List<Duration> waits(RetrySchedule schedule) {
        List<Duration> waits = new ArrayList<>();
        for (int made = 0; waits.size() < 20 && schedule.waitAfter(made).isPresent(); made++) {
            waits.add(schedule.waitAfter(made).get());
        }
        return waits;
    }

    /** Gives an organization another share. */
    Reply weigh(PageCall call) throws SQLException {
        String name = call.form().one("organization", "");
        try {
            site.service()
                    .queue()
                    .organizations()
                    .setWeight(
                            name,
                            Integer.parseInt(call.form().one("weight", "")),
                            new Author(call.visitor().name(), call.form().one("reason")));
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A weight is a whole number from 1 to 1000.");
        }
        return call.done(Notice.done(Texts.ENGLISH.of("administration.weighed", name)), "/administration");
    }
}
