package io.nightshift.server.webapi.additions;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.RecurrencePattern;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Series as the service has them: their next dates, another rule, an extra occurrence. */
final class SeriesAdditions {

    private static final int DATES = 10;

    private final AsyncService service;

    private SeriesAdditions(AsyncService service) {
        this.service = service;
    }

    static Map<String, Addition> of(AsyncService service) {
        SeriesAdditions series = new SeriesAdditions(service);
        return Map.of(
                "NextDates", series::nextDates,
                "PreviewRecurrence", series::preview,
                "RunNow", series::runNow,
                "EditRecurrence", series::edit);
    }

    private ObjectNode nextDates(Asked asked) throws SQLException {
        asked.asker().require(AccessRight.READ, asked.id());
        SystemJobs jobs = service.systemJobs();
        ObjectNode answer = dates(jobs.preview(asked.organization(), asked.id(), asked.whole("Most", DATES)));
        add(answer.putArray("Skipped"), jobs.skipped(asked.organization(), asked.id()));
        return answer;
    }

    /** The dates of a rule that nobody has enqueued yet. */
    private ObjectNode preview(Asked asked) {
        Instant start = asked.time("RecurrenceStartTime");
        String zone = asked.text("TimeZone");
        Recurrence recurrence = Recurrence.of(asked.required("RecurrencePattern"));
        recurrence = start == null ? recurrence : recurrence.starting(start);
        recurrence = zone == null ? recurrence : recurrence.in(Words.zone(zone));
        return dates(recurrence.preview(service.queue().clock().now(), asked.whole("Most", DATES)));
    }

    private ObjectNode dates(List<Instant> dates) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Now", OperationJson.text(service.queue().clock().now()));
        add(answer.putArray("value"), dates);
        return answer;
    }

    private static void add(ArrayNode array, List<Instant> dates) {
        dates.forEach(date -> array.add(OperationJson.text(date)));
    }

    private ObjectNode runNow(Asked asked) throws SQLException {
        asked.asker().require(AccessRight.WRITE, asked.id());
        return JobAdditions.id(service.queue().runNow(asked.organization(), asked.id(), asked.author()));
    }

    /** What is not named stays as it is. */
    private ObjectNode edit(Asked asked) throws SQLException {
        asked.asker().require(AccessRight.WRITE, asked.id());
        String pattern = asked.text("RecurrencePattern");
        String zone = asked.text("TimeZone");
        RecurrenceEdit edit = new RecurrenceEdit(
                pattern == null ? null : new RecurrencePattern(pattern),
                asked.time("RecurrenceStartTime"),
                zone == null ? null : Words.zone(zone),
                asked.word("Overlap", Recurrence.Overlap.values()),
                asked.word("Missed", Recurrence.Missed.values()),
                asked.times("Skip"),
                asked.times("Restore"));
        if (edit.equals(RecurrenceEdit.NOTHING)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Say what is to change: the pattern, the start, the time zone, the"
                    + " overlap, what becomes of missed dates, or the dates to skip and restore.");
        }
        MoveResult result = service.queue().editRecurrence(asked.organization(), asked.id(), edit, asked.author());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("Result", OperationJson.of(result.orThrow()));
        return answer;
    }
}
