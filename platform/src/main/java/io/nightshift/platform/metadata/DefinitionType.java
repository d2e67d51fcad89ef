package io.nightshift.platform.metadata;

import io.nightshift.platform.metadata.AttributeType.BigIntType;
import io.nightshift.platform.metadata.AttributeType.BooleanType;
import io.nightshift.platform.metadata.AttributeType.CustomerType;
import io.nightshift.platform.metadata.AttributeType.DateTimeType;
import io.nightshift.platform.metadata.AttributeType.DecimalType;
import io.nightshift.platform.metadata.AttributeType.DoubleType;
import io.nightshift.platform.metadata.AttributeType.FileType;
import io.nightshift.platform.metadata.AttributeType.IntegerType;
import io.nightshift.platform.metadata.AttributeType.LookupType;
import io.nightshift.platform.metadata.AttributeType.MemoType;
import io.nightshift.platform.metadata.AttributeType.MoneyType;
import io.nightshift.platform.metadata.AttributeType.MultiSelectPicklistType;
import io.nightshift.platform.metadata.AttributeType.OwnerType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.AttributeType.UniqueIdentifierType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the kind of an attribute and its limits from a line of a definition. */
final class DefinitionType {

    private static final OptionSetMetadata NO_YES =
            OptionSetMetadata.of(new OptionMetadata(0, "No"), new OptionMetadata(1, "Yes"));

    private final DefinitionLine line;
    private final Map<String, String> relationships = new LinkedHashMap<>();

    DefinitionType(DefinitionLine line) {
        this.line = line;
    }

    /** For a reference: the schema name of the relationship with each target; empty where the line names none. */
    Map<String, String> relationships() {
        return relationships;
    }

    AttributeType read() {
        String kind = line.bare("the kind of the attribute");
        return switch (kind) {
            case "string" -> new StringType(line.wholeNumber());
            case "memo" -> new MemoType(line.wholeNumber());
            case "integer" -> integer();
            case "bigint" -> new BigIntType();
            case "decimal" -> new DecimalType(least(DecimalType.MOST), most, precision(2));
            case "double" -> new DoubleType(least(DecimalType.MOST), most, precision(2));
            case "money" -> new MoneyType(least(MoneyType.MOST), most, precision(2));
            case "boolean" -> {
                boolean byDefault = line.take("true");
                List<OptionMetadata> labels = line.take("{") ? options(false) : List.of();
                yield new BooleanType(byDefault, labels.isEmpty() ? NO_YES : new OptionSetMetadata(labels));
            }
            case "datetime" -> new DateTimeType(behavior());
            case "uniqueidentifier" -> new UniqueIdentifierType();
            case "lookup" -> new LookupType(targets(line.bare("the entity of the lookup")));
            case "customer" -> {
                targets(line.named("account|contact"));
                yield new CustomerType();
            }
            case "owner" -> {
                targets(line.named("systemuser|team"));
                yield new OwnerType();
            }
            case "picklist" -> {
                Integer byDefault = line.number();
                yield new PicklistType(optionSet(false), byDefault);
            }
            case "multiselect" -> new MultiSelectPicklistType(optionSet(false));
            case "state" -> new StateType(optionSet(false));
            case "status" -> new StatusType(optionSet(true));
            case "file" -> new FileType(line.wholeNumber());
            default -> throw line.wrong("there is no attribute kind '" + Names.shown(kind) + "'");
        };
    }

    private IntegerType integer() {
        String[] range = line.range();
        try {
            return range == null
                    ? new IntegerType(Integer.MIN_VALUE, Integer.MAX_VALUE)
                    : new IntegerType(Integer.parseInt(range[0]), Integer.parseInt(range[1]));
        } catch (NumberFormatException e) {
            throw line.wrong("the range of an integer lies within 32 bits");
        }
    }

    private BigDecimal most = BigDecimal.ZERO;

    /** Reads a range and keeps its upper end for the next argument. */
    private BigDecimal least(BigDecimal widest) {
        String[] range = line.range();
        most = range == null ? widest : new BigDecimal(range[1]);
        return range == null ? widest.negate() : new BigDecimal(range[0]);
    }

    private int precision(int otherwise) {
        return line.take("precision") ? line.wholeNumber() : otherwise;
    }

    private DateTimeBehavior behavior() {
        for (DateTimeBehavior behavior : DateTimeBehavior.values()) {
            if (line.take(behavior.word())) {
                return behavior;
            }
        }
        return DateTimeBehavior.USER_LOCAL;
    }

    /** {@code account=account_tasks|contact}: the targets, each perhaps with the name of its relationship. */
    private List<String> targets(String text) {
        for (String target : text.split("\\|", -1)) {
            String[] parts = target.split("=", 2);
            Names.check("entity", parts[0]);
            relationships.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return List.copyOf(relationships.keySet());
    }

    private OptionSetMetadata optionSet(boolean withState) {
        if (!line.take("{")) {
            throw line.wrong("the options are missing: { 1 \"First\", 2 \"Second\" }");
        }
        return new OptionSetMetadata(options(withState));
    }

    /** The options after the opening brace, with the closing one. */
    private List<OptionMetadata> options(boolean withState) {
        List<OptionMetadata> options = new ArrayList<>();
        if (line.take("}")) {
            return options;
        }
        do {
            int value = line.wholeNumber();
            String label = line.text();
            Integer state = withState ? Integer.valueOf(line.wholeNumber()) : null;
            options.add(new OptionMetadata(value, label == null ? Integer.toString(value) : label, state));
        } while (line.take(","));
        if (!line.take("}")) {
            throw line.wrong("the options do not end with }");
        }
        return options;
    }
}
