package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.EntityMetadata;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** People's names: where an entity has first and last name, its full name is made of them. */
final class FullName {

    private static final String FULL = "fullname";

    /** In the order of the default of {@code usersettings.fullnameconventioncode}. */
    static final List<String> PARTS = List.of("firstname", "middlename", "lastname");

    private FullName() {}

    static boolean concerns(EntityMetadata entity) {
        return entity.find(FULL).isPresent()
                && PARTS.stream().allMatch(part -> entity.find(part).isPresent());
    }

    static boolean isPart(AttributeMetadata attribute) {
        return PARTS.contains(attribute.logicalName());
    }

    /** Sets the full name of a row that changes a part of it; what the row leaves alone is as it was. */
    static void complete(EntityMetadata entity, StoredRow row, Function<String, @Nullable String> before) {
        if (!concerns(entity) || PARTS.stream().noneMatch(row::has)) {
            return;
        }
        String full = PARTS.stream()
                .map(part -> row.has(part) ? (String) row.value(part) : before.apply(part))
                .flatMap(part -> Stream.ofNullable(part))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
        int most = ((StringType) entity.attribute(FULL).type()).maxLength();
        String shortened = full.length() > most ? full.substring(0, most) : full;
        row.put(entity.attribute(FULL), Objects.equals(shortened, "") ? null : wellFormed(shortened));
    }

    /** A cut must not leave half of a surrogate pair. */
    private static String wellFormed(String text) {
        return Character.isHighSurrogate(text.charAt(text.length() - 1)) ? text.substring(0, text.length() - 1) : text;
    }
}
