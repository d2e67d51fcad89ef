package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records a bulk delete is to find, as it is put together on a page: an entity and conditions, or FetchXML.
 *
 * @param entity null before one is chosen
 * @param fetchXml empty as long as nothing says which records
 */
public record DeletionQuery(
        List<EntityMetadata> entities, @Nullable EntityMetadata entity, List<Condition> conditions, String fetchXml) {

    /** How many conditions the page has; whoever needs more writes FetchXML. */
    public static final int CONDITIONS = 3;

    /** The comparisons that the page offers, as FetchXML calls them. */
    public static final List<String> OPERATORS = List.of(
            "eq",
            "ne",
            "like",
            "begins-with",
            "lt",
            "le",
            "gt",
            "ge",
            "on-or-before",
            "on-or-after",
            "olderthan-x-days",
            "olderthan-x-months",
            "null",
            "not-null");

    private static final Set<String> WITHOUT_VALUE = Set.of("null", "not-null");

    /** An attribute compared with a value. */
    public record Condition(String attribute, String operator, String value) {
        static final Condition EMPTY = new Condition("", "eq", "");
    }

    static DeletionQuery of(Parameters query, OrganizationMetadata metadata) {
        List<EntityMetadata> entities = metadata.entities().stream()
                .sorted(Comparator.comparing(
                        entity -> entity.names().displayCollectionName(), String.CASE_INSENSITIVE_ORDER))
                .toList();
        String name = query.one("entity");
        EntityMetadata entity = name == null ? null : metadata.entity(name);
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < CONDITIONS; i++) {
            String attribute = query.one("attribute" + i);
            conditions.add(
                    attribute == null
                            ? Condition.EMPTY
                            : new Condition(attribute, query.one("operator" + i, "eq"), query.one("value" + i, "")));
        }
        String written = query.one("fetch", "");
        return new DeletionQuery(
                entities,
                entity,
                conditions,
                written.isEmpty() && entity != null ? fetchXml(entity, conditions) : written);
    }

    private static String fetchXml(EntityMetadata entity, List<Condition> conditions) {
        StringBuilder filter = new StringBuilder();
        for (Condition condition : conditions) {
            if (condition.attribute().isEmpty()) {
                continue;
            }
            if (!OPERATORS.contains(condition.operator())) {
                throw ErrorCode.INVALID_ARGUMENT.fault("'" + condition.operator() + "' is no comparison; choose one.");
            }
            boolean needsValue = !WITHOUT_VALUE.contains(condition.operator());
            if (needsValue && condition.value().isEmpty()) {
                throw ErrorCode.INVALID_ARGUMENT.fault(
                        "The condition on " + condition.attribute() + " has no value; give one, or compare with null.");
            }
            filter.append("<condition attribute=\"")
                    .append(SavedGrid.escaped(condition.attribute()))
                    .append("\" operator=\"")
                    .append(condition.operator())
                    .append('"');
            if (needsValue) {
                filter.append(" value=\"")
                        .append(SavedGrid.escaped(
                                condition.operator().equals("like")
                                                && condition.value().indexOf('%') < 0
                                        ? "%" + condition.value() + "%"
                                        : condition.value()))
                        .append('"');
            }
            filter.append(" />");
        }
        return filter.isEmpty()
                ? ""
                : "<fetch><entity name=\"" + entity.logicalName() + "\"><filter>" + filter
                        + "</filter></entity></fetch>";
    }

    /** Whether the visitor wrote FetchXML, and not conditions. */
    public boolean isWritten() {
        return !fetchXml.isEmpty()
                && conditions.stream()
                        .allMatch(condition -> condition.attribute().isEmpty());
    }

    /** The attributes that a condition can be about. */
    public List<AttributeMetadata> attributes() {
        return entity == null
                ? List.of()
                : entity.all().stream()
                        .filter(attribute -> !(attribute.type() instanceof AttributeType.FileType))
                        .sorted(Comparator.comparing(AttributeMetadata::displayName, String.CASE_INSENSITIVE_ORDER))
                        .toList();
    }
}
