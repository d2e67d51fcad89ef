package io.nightshift.platform.event;

import io.nightshift.platform.record.RecordImages;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One record that a request is about. Not thread-safe. */
final class Subject {

    private final Entity target;
    private @Nullable UUID id;
    private @Nullable Entity before;
    private @Nullable Entity after;

    private Subject(Entity target, @Nullable UUID id) {
        this.target = target;
        this.id = id;
    }

    /** The records of a request; empty when it is about none. Ids that only an alternate key tells are looked up. */
    static List<Subject> of(OrganizationRequest request, EventName name, RecordImages images) {
        List<Subject> subjects = new ArrayList<>();
        for (Object given : targets(request)) {
            switch (given) {
                case Entity entity ->
                    subjects.add(
                            new Subject(entity, name.message().equals("Create") ? entity.id() : images.id(entity)));
                case EntityReference reference ->
                    subjects.add(new Subject(changes(request, reference), reference.id()));
                default -> {}
            }
        }
        return subjects;
    }

    private static List<?> targets(OrganizationRequest request) {
        Object targets = request.get("Targets");
        if (EventName.isMultiple(request)) {
            return targets instanceof EntityCollection entities
                    ? entities.entities()
                    : targets instanceof List<?> list ? list : List.of();
        }
        Object target = request.get("Target");
        Object one = target == null ? request.get("EntityMoniker") : target;
        return one == null ? List.of() : List.of(one);
    }

    /** What the messages that name a record by a reference change of it. */
    private static Entity changes(OrganizationRequest request, EntityReference record) {
        Entity changes = new Entity(record.logicalName(), record.id());
        switch (request.requestName()) {
            case "Assign" -> changes.set("ownerid", request.get("Assignee"));
            case "SetState" -> changes.set("statecode", request.get("State")).set("statuscode", request.get("Status"));
            default -> {}
        }
        return changes;
    }

    /** Takes the ids of records that were created. */
    static void created(List<Subject> subjects, OrganizationResponse response) {
        Object ids = response.get("Ids");
        for (int i = 0; i < subjects.size(); i++) {
            subjects.get(i).id = (UUID) (ids instanceof List<?> list ? list.get(i) : response.get("id"));
        }
    }

    UUID id() {
        return Objects.requireNonNull(id, "id");
    }

    boolean hasId() {
        return id != null;
    }

    Entity target() {
        return target;
    }

    void was(@Nullable Entity image) {
        before = image;
    }

    void became(@Nullable Entity image) {
        after = image;
    }

    RecordEvent event(EventName name) {
        return new RecordEvent(name.message(), new EntityReference(name.entity(), id()), target, before, after);
    }
}
