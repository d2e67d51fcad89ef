package io.nightshift.platform.query;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.QueryExpression;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes which records a query means as FetchXML: its entity, conditions and links, without columns, order and page. */
final class FetchXmlText {

    private final StringBuilder text = new StringBuilder();

    private FetchXmlText() {}

    static String of(QueryExpression query) {
        FetchXmlText written = new FetchXmlText();
        written.open("fetch");
        written.open("entity", "name", query.entityName());
        written.criteria(query.criteria());
        query.linkEntities().forEach(written::link);
        written.close("entity");
        written.close("fetch");
        return written.text.toString();
    }

    private void link(LinkEntity link) {
        open(
                "link-entity",
                "name",
                link.linkToEntityName(),
                "from",
                link.linkToAttributeName(),
                "to",
                link.linkFromAttributeName(),
                "link-type",
                link.joinOperator().fetchName(),
                "alias",
                link.entityAlias());
        criteria(link.linkCriteria());
        link.linkEntities().forEach(this::link);
        close("link-entity");
    }

    private void criteria(FilterExpression filter) {
        if (!filter.equals(FilterExpression.NONE)) {
            filter(filter);
        }
    }

    private void filter(FilterExpression filter) {
        open("filter", "type", filter.filterOperator().name().toLowerCase(Locale.ROOT));
        filter.conditions().forEach(this::condition);
        filter.filters().forEach(this::filter);
        filter.links().forEach(this::link);
        close("filter");
    }

    private void condition(ConditionExpression condition) {
        open(
                "condition",
                "entityname",
                condition.entityName(),
                "attribute",
                condition.attributeName(),
                "operator",
                condition.operator().fetchName(),
                "valueof",
                condition.compareColumns() ? value(condition, condition.values().getFirst()) : null);
        if (!condition.compareColumns()) {
            condition.values().forEach(value -> values(condition, value));
        }
        close("condition");
    }

    private void values(ConditionExpression condition, @Nullable Object value) {
        switch (value) {
            case Collection<?> several -> several.forEach(one -> values(condition, one));
            case Object[] several -> List.of(several).forEach(one -> values(condition, one));
            case null, default -> {
                open("value");
                escaped(value(condition, value));
                close("value");
            }
        }
    }

    private static String value(ConditionExpression condition, @Nullable Object value) {
        return switch (value) {
            case null ->
                throw FaultCode.QUERY_INVALID_VALUE.fault("The condition of " + condition.attributeName()
                        + " compares with null; use the operators null and not-null.");
            case Boolean yes -> yes ? "1" : "0";
            case OptionSetValue option -> Integer.toString(option.value());
            case EntityReference reference -> reference.id().toString();
            case Money money -> money.value().toPlainString();
            case BigDecimal number -> number.toString();
            default -> value.toString();
        };
    }

    private void open(String element, @Nullable String... attributes) {
        text.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            String value = attributes[i + 1];
            if (value != null) {
                text.append(' ').append(attributes[i]).append("=\"");
                escaped(value);
                text.append('"');
            }
        }
        text.append('>');
    }

    private void close(String element) {
        text.append("</").append(element).append('>');
    }

    private void escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\t', '\n', '\r' -> text.append("&#").append((int) c).append(';');
                default -> {
                    if (c < ' ' || c == '\uFFFE' || c == '\uFFFF') {
                        throw FaultCode.INVALID_ARGUMENT.fault(
                                "A value of the query has a character that XML cannot write; take it out.");
                    }
                    text.append(c);
                }
            }
        }
    }
}
