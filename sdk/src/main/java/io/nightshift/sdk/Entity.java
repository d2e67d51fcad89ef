package io.nightshift.sdk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record, or the part of one that a request carries: attributes by their logical names, in the order they were set.
 *
 * <p>An attribute that is absent is not touched by an update; one that is present with null is emptied. The Java types
 * of the values:
 *
 * <table>
 * <caption>Attribute kinds and their values</caption>
 * <tr><td>string, memo</td><td>{@link String}</td></tr>
 * <tr><td>integer, big integer</td><td>{@link Integer}, {@link Long}</td></tr>
 * <tr><td>decimal, double, money</td><td>{@link java.math.BigDecimal}, {@link Double}, {@link Money}</td></tr>
 * <tr><td>boolean, unique identifier</td><td>{@link Boolean}, {@link UUID}</td></tr>
 * <tr><td>date-time: user local, date only, time-zone independent</td><td>{@link java.time.Instant},
 * {@link java.time.LocalDate}, {@link java.time.LocalDateTime}</td></tr>
 * <tr><td>lookup, customer, owner</td><td>{@link EntityReference}</td></tr>
 * <tr><td>picklist, state, status</td><td>{@link OptionSetValue}</td></tr>
 * <tr><td>multi-select picklist</td><td>{@link OptionSetValueCollection}</td></tr>
 * <tr><td>file</td><td>{@link UUID} of the stored file, read only</td></tr>
 * </table>
 *
 * <p>Not thread-safe.
 */
public class Entity {

    private final String logicalName;
    private @Nullable UUID id;
    private @Nullable String rowVersion;
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> keyAttributes = new LinkedHashMap<>();
    private final Map<String, String> formattedValues = new LinkedHashMap<>();

    /** A record of this entity without an id: one to create, or one that its key attributes name. */
    public Entity(String logicalName) {
        this.logicalName = logicalName;
    }

    /** The record of this entity with this id. */
    public Entity(String logicalName, UUID id) {
        this.logicalName = logicalName;
        this.id = id;
    }

    /** The logical name of the entity, for example {@code account}. */
    public String logicalName() {
        return logicalName;
    }

    /** The id, or null when the record has none yet. */
    public @Nullable UUID id() {
        return id;
    }

    /** Gives the record its id. */
    public Entity id(UUID value) {
        this.id = value;
        return this;
    }

    /** The row version the record had when it was read, or null; see {@link ConcurrencyBehavior}. */
    public @Nullable String rowVersion() {
        return rowVersion;
    }

    /** Says which version of the record an update is meant for. */
    public Entity rowVersion(@Nullable String value) {
        this.rowVersion = value;
        return this;
    }

    /** Sets an attribute; null empties it. */
    public Entity set(String attribute, @Nullable Object value) {
        attributes.put(attribute, value);
        return this;
    }

    /** Whether the attribute is present, be it with null. */
    public boolean contains(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** The attribute's value, or null when it is empty or absent. */
    public @Nullable Object get(String attribute) {
        return attributes.get(attribute);
    }

    /**
     * The attribute's value in its Java type, or null when it is empty or absent.
     *
     * @throws ClassCastException when the value is of another type
     */
    public <T> @Nullable T get(String attribute, Class<T> type) {
        return type.cast(attributes.get(attribute));
    }

    /** Takes an attribute out, so that an update does not touch it. */
    public void remove(String attribute) {
        attributes.remove(attribute);
    }

    /** The attributes in the order they were set; a view that cannot be changed. */
    public Map<String, @Nullable Object> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    /** Names the record by a value of an alternate key instead of its id. */
    public Entity key(String attribute, @Nullable Object value) {
        keyAttributes.put(attribute, value);
        return this;
    }

    /** The values of the alternate key that names the record; empty when the id does. A view that cannot be changed. */
    public Map<String, @Nullable Object> keyAttributes() {
        return Collections.unmodifiableMap(keyAttributes);
    }

    /** Sets the text that people see for an attribute, for example the label of an option. */
    public Entity formattedValue(String attribute, String text) {
        formattedValues.put(attribute, text);
        return this;
    }

    /** The texts that people see, by attribute; filled by the service. A view that cannot be changed. */
    public Map<String, String> formattedValues() {
        return Collections.unmodifiableMap(formattedValues);
    }

    /**
     * A reference to this record.
     *
     * @throws IllegalStateException when it has no id
     */
    public EntityReference toEntityReference() {
        UUID known = id;
        if (known == null) {
            throw new IllegalStateException("The " + logicalName + " has no id yet.");
        }
        return new EntityReference(logicalName, known);
    }

    @Override
    public String toString() {
        return logicalName + "(" + id + ")" + attributes.keySet();
    }
}
