package io.nightshift.platform.customization;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.BooleanType;
import io.nightshift.platform.metadata.AttributeType.MultiSelectPicklistType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.platform.metadata.OptionMetadata;
import io.nightshift.platform.metadata.OptionSetMetadata;
import io.nightshift.platform.organization.MetadataChanges;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Changes of the options that an attribute has. */
final class OptionChanges {

    /** Where the numbers of an organization's own options begin, those of the platform all lying below. */
    private static final int FIRST_OWN = 100_000_000;

    private OptionChanges() {}

    static OrganizationResponse insert(MetadataChanges changes, OrganizationRequest request) throws SQLException {
        AtomicInteger value = new AtomicInteger();
        Integer wanted = request.get("Value", Integer.class);
        String label = request.required("Label", String.class);
        Integer state =
                request.requestName().equals("InsertStatusValue") ? request.required("StateCode", Integer.class) : null;
        change(changes, request, options -> {
            value.set(wanted == null ? free(options) : wanted);
            List<OptionMetadata> more = new ArrayList<>(options);
            more.add(new OptionMetadata(value.get(), label, state));
            return more;
        });
        return MetadataMessages.answer(request).set("NewOptionValue", value.get());
    }

    private static int free(List<OptionMetadata> options) {
        return options.stream().mapToInt(OptionMetadata::value).reduce(FIRST_OWN - 1, Math::max) + 1;
    }

    static OrganizationResponse update(MetadataChanges changes, OrganizationRequest request) throws SQLException {
        int value = request.required("Value", Integer.class);
        String label = request.required("Label", String.class);
        change(changes, request, options -> {
            find(options, value);
            return options.stream()
                    .map(option -> option.value() == value ? new OptionMetadata(value, label, option.state()) : option)
                    .toList();
        });
        return MetadataMessages.answer(request);
    }

    static OrganizationResponse delete(MetadataChanges changes, OrganizationRequest request) throws SQLException {
        int value = request.required("Value", Integer.class);
        change(changes, request, options -> {
            List<OptionMetadata> left = new ArrayList<>(options);
            left.remove(find(options, value));
            return left;
        });
        return MetadataMessages.answer(request);
    }

    static OrganizationResponse order(MetadataChanges changes, OrganizationRequest request) throws SQLException {
        List<?> values = request.required("Values", List.class);
        change(changes, request, options -> {
            List<OptionMetadata> ordered = new ArrayList<>();
            for (Object value : values) {
                ordered.add(find(options, value instanceof Integer number ? number : -1));
            }
            if (ordered.size() != options.size() || ordered.stream().distinct().count() != options.size()) {
                throw FaultCode.INVALID_ARGUMENT.fault("The order names " + ordered.size()
                        + " options; it names each of the " + options.size() + " that the attribute has, once.");
            }
            return ordered;
        });
        return MetadataMessages.answer(request);
    }

    private static OptionMetadata find(List<OptionMetadata> options, int value) {
        return options.stream()
                .filter(option -> option.value() == value)
                .findFirst()
                .orElseThrow(() ->
                        FaultCode.PICKLIST_VALUE_OUT_OF_RANGE.fault("The attribute has no option " + value + "."));
    }

    private static void change(
            MetadataChanges changes, OrganizationRequest request, UnaryOperator<List<OptionMetadata>> change)
            throws SQLException {
        changes.updateAttribute(
                request.required("EntityLogicalName", String.class),
                request.required("AttributeLogicalName", String.class),
                (_, had) -> changed(
                        had,
                        new OptionSetMetadata(change.apply(had.type().options().options()))),
                null);
    }

    private static AttributeMetadata changed(AttributeMetadata had, OptionSetMetadata options) {
        return had.withType(
                switch (had.type()) {
                    case PicklistType picklist -> new PicklistType(options, picklist.defaultValue());
                    case MultiSelectPicklistType _ -> new MultiSelectPicklistType(options);
                    case BooleanType yesNo -> new BooleanType(yesNo.defaultValue(), options);
                    case StateType _ -> new StateType(options);
                    case StatusType _ -> new StatusType(options);
                    default ->
                        throw FaultCode.WRONG_ATTRIBUTE_TYPE.fault(
                                "The attribute " + had.logicalName() + " has no options.");
                });
    }
}
