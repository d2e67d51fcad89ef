package io.nightshift.platform.event;

import io.nightshift.platform.record.RecordImages;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One record that a request is about, or the request itself when it is about none, on its way. Not thread-safe. */
final class Subject {

    private static final String TARGET = "Target";

    private final @Nullable Entity changes;
    private @Nullable UUID id;
    private @Nullable Entity before;
    private @Nullable Entity after;
    private final Map<String, @Nullable Object> input = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> output = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> shared = new LinkedHashMap<>();

    private Subject(OrganizationRequest request, @Nullable Object given, @Nullable Entity changes, @Nullable UUID id) {
        this.changes = changes;
        this.id = id;
        input.putAll(request.parameters());
        input.remove("Targets");
        // What a caller tells the steps of its request (Dataverse: the optional parameter tag).
        if (request.get("tag") instanceof String tag) {
            shared.put("tag", tag);
        }
        // What a step changes of the target is not the caller's object.
        if (given instanceof Entity entity) {
            input.put(TARGET, copy(entity, id));
        } else if (given != null && EventName.isMultiple(request)) {
            input.put(TARGET, given);
        }
    }

    /**
     * The records of a request, or one subject without a record when it is about none. Ids that only an alternate key tells
     * are looked up.
     */
    static List<Subject> of(OrganizationRequest request, EventName name, RecordImages images) {
        List<Subject> subjects = new ArrayList<>();
        for (Object given : targets(request)) {
            switch (given) {
                case Entity entity -> subjects.add(new Subject(request, entity, entity, id(entity, name, images)));
                case EntityReference reference ->
                    subjects.add(new Subject(request, reference, changes(request, reference), reference.id()));
                default -> {}
            }
        }
        if (subjects.isEmpty() && !EventName.isMultiple(request)) {
            subjects.add(new Subject(request, null, null, null));
        }
        return subjects;
    }

    private static @Nullable UUID id(Entity target, EventName name, RecordImages images) {
        return switch (name.message()) {
            case "Create", "Upsert" -> target.id();
            default -> images.id(target);
        };
    }

    private static List<?> targets(OrganizationRequest request) {
        Object targets = request.get("Targets");
        if (EventName.isMultiple(request)) {
            return targets instanceof EntityCollection entities
                    ? entities.entities()
                    : targets instanceof List<?> list ? list : List.of();
        }
        Object target = request.get(TARGET);
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

    private static Entity copy(Entity entity, @Nullable UUID id) {
        Entity copy = id == null ? new Entity(entity.logicalName()) : new Entity(entity.logicalName(), id);
        copy.rowVersion(entity.rowVersion());
        entity.attributes().forEach(copy::set);
        entity.keyAttributes().forEach(copy::key);
        return copy;
    }

    /** The request as the steps before the main operation have left it. */
    static OrganizationRequest request(OrganizationRequest given, EventName name, List<Subject> subjects) {
        OrganizationRequest request = new OrganizationRequest(given.requestName());
        if (given.requestId() != null) {
            request.requestId(given.requestId());
        }
        if (!EventName.isMultiple(given)) {
            subjects.getFirst().input.forEach(request::set);
            return request;
        }
        given.parameters().forEach(request::set);
        if (given.get("Targets") instanceof EntityCollection) {
            List<Entity> targets = subjects.stream()
                    .map(subject -> Objects.requireNonNull(subject.target()))
                    .toList();
            request.set("Targets", new EntityCollection(name.entity(), targets));
        }
        return request;
    }

    /** Takes what the main operation has answered. */
    static void answered(List<Subject> subjects, EventName name, OrganizationResponse response) {
        Object ids = response.get("Ids");
        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            if (ids instanceof List<?> list) {
                subject.output.put("id", list.get(i));
            } else {
                subject.output.putAll(response.results());
            }
            if (name.message().equals("Create")) {
                subject.id = (UUID) subject.output.get("id");
            }
        }
    }

    @Nullable
    UUID id() {
        return id;
    }

    UUID knownId() {
        return Objects.requireNonNull(id, "id");
    }

    /** What the request changes of the record, as the steps so far have left it; null when it is about none. */
    @Nullable
    Entity target() {
        return input.get(TARGET) instanceof Entity entity ? entity : changes;
    }

    Map<String, @Nullable Object> input() {
        return input;
    }

    Map<String, @Nullable Object> output() {
        return output;
    }

    Map<String, @Nullable Object> shared() {
        return shared;
    }

    void was(@Nullable Entity image) {
        before = image;
    }

    void became(@Nullable Entity image) {
        after = image;
    }

    /** The copies of the record as it was that a step has asked for, by their aliases. */
    Map<String, Entity> before(Step step) {
        return images(step, before, Step.Image::before);
    }

    Map<String, Entity> after(Step step) {
        return images(step, after, Step.Image::after);
    }

    private static Map<String, Entity> images(Step step, @Nullable Entity record, Predicate<Step.Image> wanted) {
        Map<String, Entity> images = new LinkedHashMap<>();
        if (record != null) {
            step.images().stream()
                    .filter(wanted)
                    .forEach(image -> images.put(image.alias(), part(record, image.columns())));
        }
        return images;
    }

    private static Entity part(Entity record, ColumnSet columns) {
        Entity part = new Entity(record.logicalName(), Objects.requireNonNull(record.id()));
        record.attributes().forEach((name, value) -> {
            if (columns.allColumns() || columns.columns().contains(name)) {
                part.set(name, value);
                String shown = record.formattedValues().get(name);
                if (shown != null) {
                    part.formattedValue(name, shown);
                }
            }
        });
        return part;
    }

    RecordEvent event(EventName name) {
        return new RecordEvent(
                name.message(),
                new EntityReference(name.entity(), knownId()),
                Objects.requireNonNull(target()),
                before,
                after);
    }
}
