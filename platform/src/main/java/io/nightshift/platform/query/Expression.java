package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.DateTimeGrouping;

/** What a row of the answer may have as a value. */
sealed interface Expression {

    /** The column it is made from. */
    Column column();

    /**
     * A column of a source.
     *
     * @param key whether it belongs to the source's key
     */
    record Column(String alias, String entity, AttributeMetadata attribute, boolean key) implements Expression {
        @Override
        public Column column() {
            return this;
        }

        ValueKind kind() {
            return ValueKind.of(attribute.type());
        }

        @Override
        public String toString() {
            return alias + "." + attribute.logicalName();
        }
    }

    /** A part of a date, as a number, in the time zone of the query. */
    record DatePart(Column column, DateTimeGrouping part) implements Expression {}

    /** Something computed over the rows of a group. */
    record Aggregate(AggregateType type, Column column, boolean distinct) implements Expression {}
}
