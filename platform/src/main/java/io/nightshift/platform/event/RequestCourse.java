package io.nightshift.platform.event;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RecordImages;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One request on its way, when somebody wants to know of it. */
final class RequestCourse {

    private final Message message;
    private final RequestContext context;
    private final Audience audience;
    private final RecordImages images;

    RequestCourse(Message message, RequestContext context, Audience audience) {
        this.message = message;
        this.context = context;
        this.audience = audience;
        this.images = new RecordImages(context);
    }

    OrganizationResponse run(OrganizationRequest request, EventName name) {
        boolean creates = name.message().equals("Create");
        List<Subject> subjects = Subject.of(request, name, images);
        if (!creates && isAsked(audience.before()) && !subjects.isEmpty()) {
            Map<UUID, Entity> were = images.before(name.entity(), ids(subjects), audience.before());
            subjects.forEach(subject -> subject.was(were.get(subject.id())));
        }
        OrganizationResponse response = message.execute(request, context);
        if (creates) {
            Subject.created(subjects, response);
        }
        if (!name.message().equals("Delete") && isAsked(audience.after()) && !subjects.isEmpty()) {
            Map<UUID, Entity> are = images.read(name.entity(), ids(subjects), audience.after());
            subjects.forEach(subject -> subject.became(are.get(subject.id())));
        }
        if (!subjects.isEmpty()) {
            List<RecordEvent> events =
                    subjects.stream().map(subject -> subject.event(name)).toList();
            audience.listeners().forEach(listener -> listener.reaction().react(context, events));
        }
        return response;
    }

    private static boolean isAsked(ColumnSet columns) {
        return columns.allColumns() || !columns.columns().isEmpty();
    }

    private static List<UUID> ids(List<Subject> subjects) {
        return subjects.stream().map(Subject::id).toList();
    }
}
