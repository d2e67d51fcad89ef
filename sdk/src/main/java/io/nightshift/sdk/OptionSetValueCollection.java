package io.nightshift.sdk;

import java.util.Arrays;
import java.util.List;

/** The chosen options of a multi-select picklist: each once, in the order of their numbers, so that equal choices are equal. */
public record OptionSetValueCollection(List<OptionSetValue> values) {

    public OptionSetValueCollection {
        values = values.stream()
                .map(OptionSetValue::value)
                .distinct()
                .sorted()
                .map(OptionSetValue::new)
                .toList();
    }

    /** The options with these numbers. */
    public static OptionSetValueCollection of(int... numbers) {
        return new OptionSetValueCollection(
                Arrays.stream(numbers).mapToObj(OptionSetValue::new).toList());
    }
}
