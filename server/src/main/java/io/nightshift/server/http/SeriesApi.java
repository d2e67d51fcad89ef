package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.RecurrencePattern;
import io.nightshift.operation.ServiceFault;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the small API knows of series: previews, another rule, an extra occurrence. */
final class SeriesApi {

    private static final int DATES = 10;
    private static final List<String> RULE =
            List.of("recurrencepattern", "recurrencestarttime", "timezone", "overlap", "missed");

    private final AsyncService service;

    SeriesApi(AsyncService service) {
        this.service = service;
    }

    /** The next dates of a series that exists. */
    ObjectNode preview(ApiCall call, UUID id) throws SQLException {
        String organization = call.one("organization");
        List<Instant> dates = service.systemJobs().preview(organization, id, most(call));
        ObjectNode answer =
                OperationJson.of(service.systemJobs().get(organization, id).orElseThrow(() -> unknown(id)));
        return dates(answer, dates);
    }

    /** The next dates of a rule that nobody has enqueued yet. */
    ObjectNode preview(ApiCall call) {
        String pattern = call.one("recurrencepattern");
        if (pattern == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A preview needs a 'recurrencepattern'.");
        }
        Instant now = service.queue().clock().now();
        Instant start = Json.time("recurrencestarttime", call.one("recurrencestarttime"));
        String zone = call.one("timezone");
        Recurrence recurrence = Recurrence.of(pattern);
        recurrence = start == null ? recurrence : recurrence.starting(start);
        recurrence = zone == null ? recurrence : recurrence.in(OperationRequest.zone(zone));
        return dates(Json.object(), recurrence.preview(now, most(call)));
    }

    private ObjectNode dates(ObjectNode answer, List<Instant> dates) {
        answer.put("now", service.queue().clock().now().toString());
        ArrayNode value = answer.putArray("dates");
        dates.forEach(date -> value.add(date.toString()));
        return answer;
    }

    private static int most(ApiCall call) {
        String most = call.one("most");
        try {
            return most == null ? DATES : Integer.parseInt(most);
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'most' must be a whole number; got '" + most + "'.");
        }
    }

    /** An extra occurrence of each of these series. */
    ObjectNode runNow(@Nullable String organization, List<UUID> ids, Author author) throws SQLException {
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        for (UUID id : ids) {
            ObjectNode result = results.addObject().put("asyncoperationid", id.toString());
            try {
                UUID made = service.queue().runNow(organization, id, author);
                result.put("outcome", "enqueued").put("newasyncoperationid", made.toString());
            } catch (ServiceFault refusal) {
                OperationJson.refused(result, refusal);
            }
        }
        return answer;
    }

    /** Another rule for each of these series; what the body does not name stays as it is. */
    ObjectNode edit(ApiCall call) throws SQLException {
        ObjectNode body = call.object();
        List<String> names = new ArrayList<>(RULE);
        names.addAll(List.of("ids", "organization", "reason"));
        Json.checkNames(body, names);
        List<UUID> ids = Json.ids(body, "ids");
        if (ids.size() > OperationQueue.MAX_IDS) {
            throw ErrorCode.INVALID_ARGUMENT.fault("At most " + OperationQueue.MAX_IDS + " series at once.");
        }
        RecurrenceEdit edit = edit(body);
        Author author = new Author(call.user(), Json.text(body, "reason"));
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        for (UUID id : ids) {
            try {
                results.add(OperationJson.of(
                        service.queue().editRecurrence(Json.text(body, "organization"), id, edit, author)));
            } catch (ServiceFault refusal) {
                OperationJson.refused(results.addObject().put("asyncoperationid", id.toString()), refusal);
            }
        }
        return answer;
    }

    private static RecurrenceEdit edit(ObjectNode body) {
        String pattern = Json.text(body, "recurrencepattern");
        String zone = Json.text(body, "timezone");
        String overlap = Json.text(body, "overlap");
        String missed = Json.text(body, "missed");
        RecurrenceEdit edit = new RecurrenceEdit(
                pattern == null ? null : new RecurrencePattern(pattern),
                Json.time(body, "recurrencestarttime"),
                zone == null ? null : OperationRequest.zone(zone),
                overlap == null ? null : OperationRequest.word("overlap", overlap, Recurrence.Overlap.values()),
                missed == null ? null : OperationRequest.word("missed", missed, Recurrence.Missed.values()));
        if (edit.equals(RecurrenceEdit.NOTHING)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Say what is to change: " + String.join(", ", RULE) + ".");
        }
        return edit;
    }

    private static ServiceFault unknown(UUID id) {
        return ErrorCode.OBJECT_DOES_NOT_EXIST.fault("There is no operation " + id + " in this organization.");
    }
}
