package io.nightshift.platform.customization;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.AttributeTypeCode;
import org.jspecify.annotations.Nullable;

/** Refuses limits that an attribute's kind does not have: who gives one means something that would not happen. */
final class LimitRules {

    private LimitRules() {}

    static void check(AttributeMetadata given) {
        AttributeTypeCode kind = given.attributeType();
        boolean fraction = switch (kind) {
            case DECIMAL, DOUBLE, MONEY -> true;
            default -> false;
        };
        boolean options = switch (kind) {
            case PICKLIST, MULTI_SELECT_PICKLIST, BOOLEAN, STATE, STATUS -> true;
            default -> false;
        };
        boolean range = fraction || kind == AttributeTypeCode.INTEGER;
        boolean text = kind == AttributeTypeCode.STRING || kind == AttributeTypeCode.MEMO;
        boolean defaults = kind == AttributeTypeCode.PICKLIST || kind == AttributeTypeCode.BOOLEAN;
        boolean reference = switch (kind) {
            case LOOKUP, CUSTOMER, OWNER -> true;
            default -> false;
        };
        refuse(given, "MaxLength", given.maxLength(), text);
        refuse(given, "MinValue", given.minValue(), range);
        refuse(given, "MaxValue", given.maxValue(), range);
        refuse(given, "Precision", given.precision(), fraction);
        refuse(given, "DateTimeBehavior", given.dateTimeBehavior(), kind == AttributeTypeCode.DATE_TIME);
        refuse(given, "OptionSet", given.options(), options);
        refuse(given, "DefaultValue", given.defaultValue(), defaults);
        refuse(given, "Targets", given.targets(), reference);
        refuse(given, "MaxSizeInKB", given.maxSizeInKB(), kind == AttributeTypeCode.FILE);
    }

    private static void refuse(AttributeMetadata given, String limit, @Nullable Object value, boolean has) {
        if (value != null && !has) {
            throw FaultCode.INVALID_ARGUMENT.fault("The attribute " + given.logicalName() + " is a "
                    + given.attributeType().word() + ", which has no " + limit + ".");
        }
    }
}
