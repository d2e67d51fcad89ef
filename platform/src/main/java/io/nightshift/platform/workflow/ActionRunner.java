package io.nightshift.platform.workflow;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.workflow.document.Action;
import io.nightshift.platform.workflow.document.Action.Change;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveMultipleResponse;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does what steps do in the database, by messages and as the workflow's user, in the transaction of the turn. Answers what the
 * step leaves under its name, or null.
 */
final class ActionRunner {

    private static final Map<String, Integer> PARTICIPATION = Map.of("from", 1, "to", 2, "cc", 3, "bcc", 4);

    private final RequestContext context;
    private final Evaluation evaluation;
    private final RecordValues values;

    ActionRunner(RequestContext context, Evaluation evaluation) {
        this.context = context;
        this.evaluation = evaluation;
        this.values = new RecordValues(context);
    }

    @Nullable
    Object create(Action.Create create) {
        EntityMetadata entity = context.entity(create.entity());
        Entity record = new Entity(create.entity());
        create.attributes()
                .forEach((name, value) -> record.set(name, values.of(entity, name, evaluation.value(value))));
        return created(record);
    }

    private EntityReference created(Entity record) {
        UUID id = context.execute(new CreateRequest(record)).required("id", UUID.class);
        return new EntityReference(record.logicalName(), id);
    }

    @Nullable
    Object update(Action.Update update) {
        EntityReference reference = values.reference(evaluation.value(update.record()));
        EntityMetadata entity = context.entity(reference.logicalName());
        Entity record = new Entity(reference.logicalName(), reference.id());
        for (Change change : update.changes()) {
            String name = change.attribute();
            Object value = evaluation.value(change.value());
            record.set(
                    name,
                    values.of(
                            entity,
                            name,
                            switch (change.kind()) {
                                case SET -> value;
                                case CLEAR -> null;
                                case APPEND ->
                                    Evaluation.text(before(reference, record, name)) + Evaluation.text(value);
                                case INCREMENT ->
                                    number(before(reference, record, name)).add(number(value));
                                case DECREMENT ->
                                    number(before(reference, record, name)).subtract(number(value));
                                case MULTIPLY ->
                                    number(before(reference, record, name)).multiply(number(value));
                            }));
        }
        context.execute(new UpdateRequest(record));
        return null;
    }

    /** What is computed from the value there is must not miss a change that commits meanwhile: the record is locked. */
    private @Nullable Object before(EntityReference reference, Entity changed, String attribute) {
        if (changed.contains(attribute)) {
            return changed.get(attribute);
        }
        Waits.lock(context, reference);
        return new Evaluation(context, Map.of(), Map.of()).read(reference).get(attribute);
    }

    private static BigDecimal number(@Nullable Object value) {
        if (value == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal number = value instanceof String text && text.matches("-?\\d{1,30}(\\.\\d{1,30})?")
                ? new BigDecimal(text)
                : Comparing.number(value);
        if (number == null) {
            throw FaultCode.INVALID_ARGUMENT.fault("'" + Evaluation.text(value) + "' is no number to compute with.");
        }
        return ValueSize.checked(number);
    }

    @Nullable
    Object assign(Action.Assign assign) {
        context.execute(new AssignRequest(
                values.reference(evaluation.value(assign.record())), values.reference(evaluation.value(assign.to()))));
        return null;
    }

    @Nullable
    Object setState(Action.SetState change) {
        EntityReference record = values.reference(evaluation.value(change.record()));
        EntityMetadata entity = context.entity(record.logicalName());
        Object state = values.of(entity, "statecode", evaluation.value(change.state()));
        Object status =
                change.status() == null ? null : values.of(entity, "statuscode", evaluation.value(change.status()));
        context.execute(new SetStateRequest(
                record,
                (OptionSetValue) Objects.requireNonNull(state),
                status == null ? new OptionSetValue(-1) : (OptionSetValue) status));
        return null;
    }

    /** An e-mail with its parties, handed over to be sent; the reference of the e-mail is left. */
    @Nullable
    Object sendEmail(Action.SendEmail send) {
        EntityReference regarding = values.reference(evaluation.value(send.regarding()));
        Entity email = new Entity("email");
        if (send.template() != null) {
            OrganizationResponse made = context.execute(new OrganizationRequest("InstantiateTemplate")
                    .set("TemplateId", template(Objects.requireNonNull(evaluation.value(send.template()))))
                    .set("ObjectType", regarding.logicalName())
                    .set("ObjectId", regarding.id()));
            Entity filled = made.required("EntityCollection", EntityCollection.class)
                    .entities()
                    .getFirst();
            filled.attributes().forEach(email::set);
        }
        if (send.subject() != null) {
            email.set("subject", evaluation.text(send.subject()));
        }
        if (send.body() != null) {
            email.set("description", evaluation.text(send.body()));
        }
        boolean canRegard = context.entity("email")
                .attribute("regardingobjectid")
                .type()
                .targetEntities()
                .contains(regarding.logicalName());
        email.set("isworkflowcreated", true).set("regardingobjectid", canRegard ? regarding : null);
        EntityReference made = created(email);
        send.parties()
                .forEach((role, value) -> parties(evaluation.value(value))
                        .forEach(
                                party -> created(party(made, Objects.requireNonNull(PARTICIPATION.get(role)), party))));
        context.execute(new OrganizationRequest("SendEmail")
                .set("EmailId", made.id())
                .set("IssueSend", true)
                .set("TrackingToken", ""));
        return made;
    }

    private UUID template(Object titleOrId) {
        if (titleOrId instanceof UUID id) {
            return id;
        }
        return values.reference(Map.of("entity", "template", "name", Evaluation.text(titleOrId)))
                .id();
    }

    private static Stream<@Nullable Object> parties(@Nullable Object value) {
        return value instanceof List<?> several ? several.stream().map(each -> each) : Stream.ofNullable(value);
    }

    private Entity party(EntityReference email, int participation, @Nullable Object who) {
        Entity party = new Entity("activityparty")
                .set("activityid", email)
                .set("participationtypemask", new OptionSetValue(participation));
        return who instanceof String address
                ? party.set("addressused", address)
                : party.set("partyid", values.reference(who));
    }

    /** Any message; of its answer what can be kept. */
    @Nullable
    Object execute(Action.Execute execute) {
        OrganizationRequest request = new OrganizationRequest(execute.request());
        execute.parameters().forEach((name, value) -> request.set(name, parameter(evaluation.value(value))));
        Map<String, @Nullable Object> results = new LinkedHashMap<>();
        context.execute(request).results().forEach((name, value) -> results.put(name, kept(value)));
        return results;
    }

    /** Parameters have the types of the SDK: a map that names a record is a reference, one with attributes an entity. */
    private @Nullable Object parameter(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.get("entity") instanceof String name) {
            if (map.get("attributes") instanceof Map<?, ?> attributes) {
                EntityMetadata entity = context.entity(name);
                Entity record = new Entity(name);
                if (map.get("id") != null) {
                    record.id(values.reference(map).id());
                }
                attributes.forEach((attribute, each) ->
                        record.set(String.valueOf(attribute), values.of(entity, String.valueOf(attribute), each)));
                return record;
            }
            return values.reference(map);
        }
        if (value instanceof Map<?, ?> map && map.size() == 1 && map.get("option") instanceof BigDecimal option) {
            return new OptionSetValue(option.intValueExact());
        }
        if (value instanceof Map<?, ?> map && map.size() == 1 && map.get("guid") != null) {
            return UUID.fromString(String.valueOf(map.get("guid")));
        }
        return value;
    }

    private static @Nullable Object kept(@Nullable Object value) {
        return switch (value) {
            case Entity entity -> entity.id() == null ? null : entity.toEntityReference();
            case EntityCollection several ->
                several.entities().stream().map(ActionRunner::kept).toList();
            case List<?> several -> several.stream().map(ActionRunner::kept).toList();
            case null, default -> value;
        };
    }

    @Nullable
    Object find(Action.Find find) {
        QueryExpression query = new QueryExpression(find.entity()).top(find.top());
        for (Action.Criterion criterion : find.where()) {
            ConditionOperator operator = ConditionOperator.ofFetchName(criterion.operator())
                    .orElseThrow(() -> FaultCode.QUERY_INVALID_CONDITION_OPERATOR.fault(
                            "There is no operator '" + criterion.operator() + "'."));
            List<@Nullable Object> operands = new ArrayList<>();
            criterion.values().forEach(value -> operands.add(Comparing.queryValue(evaluation.value(value))));
            query = query.where(criterion.attribute(), operator, operands.toArray());
        }
        return ((RetrieveMultipleResponse) context.execute(new RetrieveMultipleRequest(query)))
                .entityCollection().entities().stream()
                        .map(Entity::toEntityReference)
                        .toList();
    }
}
