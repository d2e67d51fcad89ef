package io.nightshift.platform.workflow;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OptionMetadata;
import io.nightshift.platform.metadata.OptionSetMetadata;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveMultipleResponse;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings the values of documents, which know text, numbers and truth, into the types that attributes have. */
final class RecordValues {

    private final RequestContext context;

    RecordValues(RequestContext context) {
        this.context = context;
    }

    /** The value for this attribute; 0x80040203 when it cannot be one. */
    @Nullable
    Object of(EntityMetadata entity, String name, @Nullable Object value) {
        AttributeMetadata attribute = entity.attribute(name);
        if (value == null) {
            return null;
        }
        try {
            return typed(attribute.type(), value);
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            throw new OrganizationServiceFault(
                    FaultCode.INVALID_ARGUMENT.code(),
                    "The attribute " + name + " of " + entity.logicalName() + " cannot have the value '" + shown(value)
                            + "'.",
                    e);
        }
    }

    private static String shown(Object value) {
        String text = Evaluation.text(value);
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    private Object typed(AttributeType type, Object value) {
        return switch (type) {
            case AttributeType.StringType _, AttributeType.MemoType _ -> Evaluation.text(value);
            case AttributeType.IntegerType _ -> number(value).intValueExact();
            case AttributeType.BigIntType _ -> number(value).longValueExact();
            case AttributeType.DecimalType _ -> number(value);
            case AttributeType.DoubleType _ -> number(value).doubleValue();
            case AttributeType.MoneyType _ -> new Money(number(value));
            case AttributeType.BooleanType _ -> truth(value);
            case AttributeType.DateTimeType time ->
                switch (time.behavior()) {
                    case USER_LOCAL -> moment(value);
                    case DATE_ONLY -> moment(value).atOffset(ZoneOffset.UTC).toLocalDate();
                    case TIME_ZONE_INDEPENDENT ->
                        value instanceof LocalDateTime local
                                ? local
                                : LocalDateTime.ofInstant(moment(value), ZoneOffset.UTC);
                };
            case AttributeType.UniqueIdentifierType _ -> id(value);
            case AttributeType.PicklistType list -> option(list.optionSet(), value);
            case AttributeType.StateType list -> option(list.optionSet(), value);
            case AttributeType.StatusType list -> option(list.optionSet(), value);
            case AttributeType.MultiSelectPicklistType list ->
                new OptionSetValueCollection((value instanceof List<?> several ? several : List.of(value))
                        .stream().map(each -> option(list.optionSet(), each)).toList());
            case AttributeType.FileType _ -> throw new IllegalArgumentException("A file is not written so.");
            default -> reference(value);
        };
    }

    private static BigDecimal number(Object value) {
        BigDecimal number = value instanceof String text ? new BigDecimal(text.strip()) : Comparing.number(value);
        if (number == null) {
            throw new IllegalArgumentException("not a number");
        }
        return ValueSize.checked(number);
    }

    private static Boolean truth(Object value) {
        return switch (value) {
            case Boolean yes -> yes;
            case String text when text.equals("true") || text.equals("false") -> text.equals("true");
            default -> throw new IllegalArgumentException("not true or false");
        };
    }

    /** A time: as one, a day, or their text. */
    static Instant moment(Object value) {
        return switch (value) {
            case Instant time -> time;
            case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            case String text
            when text.length() == 10 ->
                LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            case String text -> Instant.parse(text);
            default -> throw new IllegalArgumentException("not a time");
        };
    }

    private static UUID id(Object value) {
        return switch (value) {
            case UUID id -> id;
            case EntityReference reference -> reference.id();
            case String text -> UUID.fromString(text);
            default -> throw new IllegalArgumentException("not an id");
        };
    }

    private static OptionSetValue option(OptionSetMetadata options, Object value) {
        if (value instanceof OptionSetValue option) {
            return option;
        }
        if (value instanceof String label && !label.matches("-?\\d+")) {
            return options.options().stream()
                    .filter(option -> label.equalsIgnoreCase(option.label()))
                    .map(OptionMetadata::value)
                    .findFirst()
                    .map(OptionSetValue::new)
                    .orElseThrow(() -> new IllegalArgumentException("no such option"));
        }
        return new OptionSetValue(number(value).intValueExact());
    }

    /**
     * A reference: as one, or as {@code {entity: team, name: Sales}} or {@code {entity: team, id: ...}}.
     *
     * @throws OrganizationServiceFault 0x80040217 when no record, or more than one, has the name
     */
    EntityReference reference(@Nullable Object value) {
        if (value instanceof EntityReference reference) {
            return reference;
        }
        if (value instanceof Map<?, ?> map && map.get("entity") instanceof String entity) {
            if (map.get("id") != null) {
                return new EntityReference(entity, id(map.get("id")));
            }
            if (map.get("name") instanceof String name) {
                return named(entity, name);
            }
        }
        throw FaultCode.INVALID_ARGUMENT.fault(
                "A record is expected: an expression such as ${ .record }, or entity with id or name; found '"
                        + (value == null ? "nothing" : shown(value)) + "'.");
    }

    private EntityReference named(String entityName, String name) {
        EntityMetadata entity = context.entity(entityName);
        String primary = entity.primaryNameAttribute();
        List<Entity> found = primary == null
                ? List.of()
                : ((RetrieveMultipleResponse)
                                context.execute(new RetrieveMultipleRequest(new QueryExpression(entityName)
                                        .where(primary, ConditionOperator.EQUAL, name)
                                        .top(2))))
                        .entityCollection()
                        .entities();
        if (found.size() != 1) {
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault((found.isEmpty() ? "There is no " : "There is more than one ")
                    + entityName + " called '" + shown(name) + "'.");
        }
        return found.getFirst().toEntityReference();
    }
}
