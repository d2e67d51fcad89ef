package io.nightshift.platform.metadata;

import io.nightshift.sdk.FaultCode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The choices of a picklist, boolean, state or status, in the order people see them. Numbers are unique: a repeated one
 * is refused with 0x80044310.
 */
public record OptionSetMetadata(List<OptionMetadata> options) {

    public OptionSetMetadata {
        options = List.copyOf(options);
        Set<Integer> seen = new HashSet<>();
        for (OptionMetadata option : options) {
            if (!seen.add(option.value())) {
                throw FaultCode.PICKLIST_VALUE_NOT_UNIQUE.fault("The option set has the number " + option.value()
                        + " twice ('" + option.label() + "'); give each option its own.");
            }
        }
    }

    /** These options. */
    public static OptionSetMetadata of(OptionMetadata... options) {
        return new OptionSetMetadata(List.of(options));
    }

    /** The option with this number. */
    public Optional<OptionMetadata> option(int value) {
        return options.stream().filter(option -> option.value() == value).findFirst();
    }

    /** The numbers as a sentence names them: {@code 0, 1 and 2}. */
    public String numbers() {
        return options.stream().map(option -> Integer.toString(option.value())).collect(Collectors.joining(", "));
    }
}
