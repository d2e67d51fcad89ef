package io.nightshift.platform.event;

import io.nightshift.platform.event.AsyncSteps.Due;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.record.RecordImages;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request on its way, when somebody wants to know of it. Not thread-safe. */
final class RequestCourse {

    private final RequestContext context;
    private final EventName name;
    private final Audience audience;
    private final EventPipeline pipeline;
    private final RequestScope scope;
    private final RecordImages images;
    private final Map<UUID, UUID> businessUnits = new HashMap<>();
    private @Nullable UUID requestId;

    RequestCourse(
            RequestContext context, EventName name, Audience audience, EventPipeline pipeline, RequestScope scope) {
        this.context = context;
        this.name = name;
        this.audience = audience;
        this.pipeline = pipeline;
        this.scope = scope;
        // What a step gets to see is said by who has registered it.
        this.images = new RecordImages(context.unrestricted());
    }

    OrganizationResponse run(Message message, OrganizationRequest given) {
        requestId = given.requestId();
        List<Subject> subjects = Subject.of(given, name, images);
        ColumnSet before = existing(audience.before());
        if (isAsked(before) && isOf("Update", "Delete", "Assign", "SetState", "Merge")) {
            Map<UUID, Entity> were = images.before(name.entity(), ids(subjects), before);
            subjects.forEach(subject -> subject.was(were.get(subject.id())));
        }
        synchronous(Stage.PRE_VALIDATION, subjects);
        synchronous(Stage.PRE_OPERATION, subjects);
        OrganizationRequest request =
                audience.steps().isEmpty() || subjects.isEmpty() ? given : Subject.request(given, name, subjects);
        OrganizationResponse response = message.execute(request, context);
        Subject.answered(subjects, name, response);
        ColumnSet after = existing(audience.after());
        if (isAsked(after) && isOf("Create", "Update", "Assign", "SetState", "Merge")) {
            Map<UUID, Entity> are = images.read(name.entity(), ids(subjects), after);
            subjects.forEach(subject -> subject.became(are.get(subject.id())));
        }
        synchronous(Stage.POST_OPERATION, subjects);
        if (!audience.listeners().isEmpty() && !subjects.isEmpty()) {
            List<RecordEvent> events =
                    subjects.stream().map(subject -> subject.event(name)).toList();
            audience.listeners().forEach(listener -> listener.reaction().react(context, events));
        }
        pipeline.asyncSteps().enqueue(context, due(subjects));
        if (!EventName.isMultiple(given)) {
            subjects.getFirst().output().forEach(response::set);
        }
        return response;
    }

    private boolean isOf(String... messages) {
        return List.of(messages).contains(name.message());
    }

    /** An attribute that was deleted after somebody asked for it must not stop every request of its entity. */
    private ColumnSet existing(ColumnSet asked) {
        if (!isAsked(asked) || asked.allColumns()) {
            return asked;
        }
        EntityMetadata entity = context.entity(name.entity());
        return new ColumnSet(
                false,
                asked.columns().stream()
                        .filter(column -> entity.find(column).isPresent())
                        .toList());
    }

    private static boolean isAsked(ColumnSet columns) {
        return columns.allColumns() || !columns.columns().isEmpty();
    }

    private static List<UUID> ids(List<Subject> subjects) {
        return subjects.stream().map(Subject::knownId).toList();
    }

    private void synchronous(Stage stage, List<Subject> subjects) {
        for (Step step : audience.steps()) {
            if (step.isSynchronousAt(stage)) {
                for (Subject subject : subjects) {
                    if (step.concerns(subject.target())) {
                        pipeline.runs().synchronous(step, event(step, subject), context, scope);
                    }
                }
            }
        }
    }

    private List<Due> due(List<Subject> subjects) {
        List<Due> due = new ArrayList<>();
        for (Subject subject : subjects) {
            for (Step step : audience.steps()) {
                if (step.mode() == Mode.ASYNCHRONOUS && step.concerns(subject.target())) {
                    due.add(new Due(step, event(step, subject)));
                }
            }
        }
        return due;
    }

    private EventContext event(Step step, Subject subject) {
        UUID user = step.impersonatingUserId() == null ? context.userId() : step.impersonatingUserId();
        boolean synchronous = step.mode() == Mode.SYNCHRONOUS;
        return new EventContext(
                step.stage(),
                step.mode(),
                name.message(),
                name.entity(),
                subject.id(),
                subject.input(),
                subject.output(),
                subject.shared(),
                subject.before(step),
                step.stage() == Stage.POST_OPERATION ? subject.after(step) : new LinkedHashMap<>(),
                user,
                context.origin().initiatingUserId(),
                businessUnit(user),
                context.organization().id(),
                context.organization().name(),
                context.origin().correlationId(),
                context.origin().depth(),
                requestId,
                synchronous ? context.origin().operationId() : null,
                null,
                synchronous,
                new EntityReference("sdkmessageprocessingstep", step.id(), step.title()),
                synchronous ? scope.parent() : null);
    }

    private UUID businessUnit(UUID user) {
        return businessUnits.computeIfAbsent(
                user,
                id -> new RecordReader(context.unrestricted())
                        .byIds("systemuser", List.of(id), ColumnSet.of("businessunitid")).stream()
                                .map(record -> record.get("businessunitid", EntityReference.class))
                                .filter(Objects::nonNull)
                                .map(EntityReference::id)
                                .findFirst()
                                .orElseGet(() -> context.organization().rootBusinessUnitId()));
    }
}
