package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.FoldedText;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row that is to be written, each as the text that PostgreSQL reads as the column's type. All rows of a
 * statement go there as one array of texts for each column. Not thread-safe.
 */
final class StoredRow {

    private final UUID id;
    private final Map<String, @Nullable String> columns = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<String, AttributeMetadata> attributes = new LinkedHashMap<>();

    StoredRow(UUID id) {
        this.id = id;
    }

    UUID id() {
        return id;
    }

    /** Puts a value that was checked into the columns of its attribute. */
    void put(AttributeMetadata attribute, @Nullable Object value) {
        values.put(attribute.logicalName(), value);
        attributes.put(attribute.logicalName(), attribute);
        columns.put(attribute.columnName(), value == null ? null : text(value));
        String folded = attribute.foldedColumnName();
        if (folded != null) {
            columns.put(folded, value == null ? null : FoldedText.of((String) value));
        }
        String type = attribute.typeColumnName();
        if (type != null) {
            columns.put(type, value == null ? null : ((EntityReference) value).logicalName());
        }
    }

    boolean has(String attribute) {
        return values.containsKey(attribute);
    }

    @Nullable
    Object value(String attribute) {
        return values.get(attribute);
    }

    /** The attributes that were put, by their names. */
    Map<String, AttributeMetadata> attributes() {
        return attributes;
    }

    /** Names of columns and their texts, in the order they were put. */
    Map<String, @Nullable String> columns() {
        return columns;
    }

    private static String text(Object value) {
        return switch (value) {
            case BigDecimal number -> number.toPlainString();
            case Money money -> money.value().toPlainString();
            case EntityReference reference -> reference.id().toString();
            case OptionSetValue option -> Integer.toString(option.value());
            case OptionSetValueCollection options ->
                options.values().stream()
                        .map(option -> Integer.toString(option.value()))
                        .collect(Collectors.joining(",", "{", "}"));
            default -> value.toString();
        };
    }
}
