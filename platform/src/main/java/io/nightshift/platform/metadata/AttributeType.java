package io.nightshift.platform.metadata;

import io.nightshift.sdk.FaultCode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kind of an attribute with the limits of its kind. Ranges include both ends. Limits that Dynamics would refuse are
 * refused with 0x80040203 when the type is made.
 */
public sealed interface AttributeType {

    /** One line of text, at most 4,000 characters (Dynamics: StringAttributeMetadata). */
    record StringType(int maxLength) implements AttributeType {
        public StringType {
            check(maxLength >= 1 && maxLength <= 4000, "A string has a maximum length of 1 to 4000, not " + maxLength);
        }
    }

    /** Text of several lines, at most 1,073,741,823 characters. */
    record MemoType(int maxLength) implements AttributeType {
        public MemoType {
            check(
                    maxLength >= 1 && maxLength <= 1_073_741_823,
                    "A memo has a maximum length of 1 to 1073741823, not " + maxLength);
        }
    }

    /** A whole number of 32 bits. */
    record IntegerType(int minValue, int maxValue) implements AttributeType {
        public IntegerType {
            check(minValue <= maxValue, "The range of an integer is upside down");
        }
    }

    /** A whole number of 64 bits; only the platform writes it in Dynamics, here anybody may. */
    record BigIntType() implements AttributeType {}

    /** A decimal number, stored exactly; {@code precision} digits after the point, 0 to 10, further ones are rounded half up. */
    record DecimalType(BigDecimal minValue, BigDecimal maxValue, int precision) implements AttributeType {
        /** The widest range there is. */
        public static final BigDecimal MOST = new BigDecimal("100000000000");

        public DecimalType {
            check(precision >= 0 && precision <= 10, "A decimal has a precision of 0 to 10, not " + precision);
            checkRange(minValue, maxValue, MOST, "decimal");
        }
    }

    /** A floating-point number of 64 bits, rounded to {@code precision} digits after the point, 0 to 5. */
    record DoubleType(BigDecimal minValue, BigDecimal maxValue, int precision) implements AttributeType {
        public DoubleType {
            check(precision >= 0 && precision <= 5, "A double has a precision of 0 to 5, not " + precision);
            checkRange(minValue, maxValue, DecimalType.MOST, "double");
        }
    }

    /** An amount of money, stored exactly; {@code precision} digits after the point, 0 to 4, further ones are rounded half up. */
    record MoneyType(BigDecimal minValue, BigDecimal maxValue, int precision) implements AttributeType {
        /** The widest range there is. */
        public static final BigDecimal MOST = new BigDecimal("922337203685477");

        public MoneyType {
            check(precision >= 0 && precision <= 4, "Money has a precision of 0 to 4, not " + precision);
            checkRange(minValue, maxValue, MOST, "money");
        }
    }

    /** Yes or no, with the labels of both (0 is no, 1 is yes) and a default. */
    record BooleanType(boolean defaultValue, OptionSetMetadata labels) implements AttributeType {
        public BooleanType {
            check(
                    labels.options().size() == 2
                            && labels.option(0).isPresent()
                            && labels.option(1).isPresent(),
                    "A boolean has the two options 0 and 1");
        }
    }

    /** A date, or a date with a time; whole seconds on the wire. */
    record DateTimeType(DateTimeBehavior behavior) implements AttributeType {}

    /** An id that is no reference, or the primary key. */
    record UniqueIdentifierType() implements AttributeType {}

    /** A reference to a record of one of the target entities. */
    record LookupType(List<String> targets) implements AttributeType {
        public LookupType {
            targets = List.copyOf(targets);
            check(!targets.isEmpty(), "A lookup names at least one entity");
            check(new HashSet<>(targets).size() == targets.size(), "A lookup names each entity once");
        }
    }

    /** A reference to an account or a contact. */
    record CustomerType() implements AttributeType {}

    /** A reference to the user or team that owns the record. */
    record OwnerType() implements AttributeType {}

    /** One option, perhaps with a default. */
    record PicklistType(
            OptionSetMetadata optionSet, @Nullable Integer defaultValue) implements AttributeType {
        public PicklistType {
            check(
                    defaultValue == null || optionSet.option(defaultValue).isPresent(),
                    "The default " + defaultValue + " is no option of its picklist");
        }
    }

    /** Any number of options. */
    record MultiSelectPicklistType(OptionSetMetadata optionSet) implements AttributeType {}

    /** The state of a record; the first option is the state of new records. */
    record StateType(OptionSetMetadata optionSet) implements AttributeType {
        public StateType {
            check(!optionSet.options().isEmpty(), "A state has at least one option");
        }
    }

    /** The status reason of a record; the first option of each state is that state's default. */
    record StatusType(OptionSetMetadata optionSet) implements AttributeType {
        public StatusType {
            for (OptionMetadata option : optionSet.options()) {
                check(option.state() != null, "The status '" + option.label() + "' names no state");
            }
        }
    }

    /** A file; the value is the id of what is stored. At most {@code maxSizeInKb} kilobytes. */
    record FileType(int maxSizeInKb) implements AttributeType {
        public FileType {
            check(
                    maxSizeInKb >= 1 && maxSizeInKb <= 10_485_760,
                    "A file has a maximum size of 1 to 10485760 KB, not " + maxSizeInKb);
        }
    }

    /** Whether values are references to records. */
    default boolean isReference() {
        return this instanceof LookupType || this instanceof CustomerType || this instanceof OwnerType;
    }

    /** The entities that a reference may name; none for other kinds. */
    default List<String> targetEntities() {
        return switch (this) {
            case LookupType lookup -> lookup.targets();
            case CustomerType _ -> List.of("account", "contact");
            case OwnerType _ -> List.of("systemuser", "team");
            default -> List.of();
        };
    }

    /** Whether values are text, which is compared by its folded value. */
    default boolean isText() {
        return this instanceof StringType || this instanceof MemoType;
    }

    /** The options of a picklist, multi-select picklist, state, status or boolean; none for other kinds. */
    default OptionSetMetadata options() {
        return switch (this) {
            case PicklistType picklist -> picklist.optionSet();
            case MultiSelectPicklistType picklist -> picklist.optionSet();
            case StateType state -> state.optionSet();
            case StatusType status -> status.optionSet();
            case BooleanType yesNo -> yesNo.labels();
            default -> OptionSetMetadata.of();
        };
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw FaultCode.INVALID_ARGUMENT.fault(otherwise + ".");
        }
    }

    private static void checkRange(BigDecimal least, BigDecimal most, BigDecimal widest, String kind) {
        check(
                least.compareTo(most) <= 0 && least.compareTo(widest.negate()) >= 0 && most.compareTo(widest) <= 0,
                "The range of a " + kind + " lies within plus and minus " + widest.toPlainString());
    }
}
