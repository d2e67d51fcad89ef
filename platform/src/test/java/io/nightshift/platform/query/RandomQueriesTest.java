package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.DateTimeGrouping;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.QueryExpression;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The random queries that tables and memory are compared by leave nothing out: whoever adds an operator finds it missing here. */
class RandomQueriesTest {

    private static final int QUERIES = 40_000;

    private final Set<String> conditions = new HashSet<>();
    private final Set<JoinOperator> links = EnumSet.noneOf(JoinOperator.class);
    private final Set<AggregateType> aggregates = EnumSet.noneOf(AggregateType.class);
    private final Set<DateTimeGrouping> groupings = EnumSet.noneOf(DateTimeGrouping.class);
    private final Set<String> orders = new HashSet<>();
    private final Set<String> shapes = new HashSet<>();

    @Test
    void everyOperatorKindLinkAggregateAndOrderIsAmongThem() {
        SplittableRandom random = new SplittableRandom(1);
        RandomQueries queries = new RandomQueries(random, new RandomValues(random));
        for (int i = 0; i < QUERIES; i++) {
            see(queries.next());
        }
        Set<String> wanted = new HashSet<>();
        Set<String> orderable = new HashSet<>();
        for (AttributeMetadata attribute : World.METADATA.entity("alpha").all()) {
            ValueKind kind = ValueKind.of(attribute.type());
            Operators.of(kind).forEach(operator -> wanted.add(attribute.logicalName() + " " + operator));
            if (kind != ValueKind.OPTIONS) {
                orderable.add(attribute.logicalName());
            }
        }
        assertThat(conditions).containsAll(wanted);
        assertThat(operators(wanted)).as("operators that some kind takes").containsAll(known());
        assertThat(links).containsExactlyInAnyOrder(JoinOperator.values());
        assertThat(aggregates).containsExactlyInAnyOrder(AggregateType.values());
        assertThat(groupings).containsExactlyInAnyOrder(DateTimeGrouping.values());
        assertThat(orders).containsAll(orderable);
        assertThat(shapes)
                .containsExactlyInAnyOrder("top", "distinct", "aggregate", "page", "total", "order by a link");
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>();
        Arrays.stream(ConditionOperator.values()).map(Enum::name).forEach(known::add);
        return known;
    }

    private static Set<String> operators(Set<String> wanted) {
        Set<String> operators = new HashSet<>();
        wanted.forEach(each -> operators.add(each.substring(each.indexOf(' ') + 1)));
        return operators;
    }

    private void see(QueryExpression query) {
        see("alpha", query.criteria());
        query.linkEntities().forEach(this::see);
        query.orders().stream().map(OrderExpression::attributeName).forEach(orders::add);
        for (AttributeExpression expression : query.attributeExpressions()) {
            aggregates.add(expression.aggregateType());
            groupings.add(expression.dateTimeGrouping());
        }
        see("top", query.topCount() != null);
        see("distinct", query.distinct());
        see("aggregate", !query.attributeExpressions().isEmpty());
        see("page", query.pageInfo().pageNumber() > 1);
        see("total", query.pageInfo().returnTotalRecordCount());
    }

    private void see(String shape, boolean has) {
        if (has) {
            shapes.add(shape);
        }
    }

    private void see(LinkEntity link) {
        links.add(link.joinOperator());
        see("order by a link", !link.orders().isEmpty());
        see(link.linkToEntityName(), link.linkCriteria());
        link.linkEntities().forEach(this::see);
    }

    private void see(String entity, FilterExpression filter) {
        for (ConditionExpression condition : filter.conditions()) {
            if (entity.equals("alpha") && condition.entityName() == null) {
                conditions.add(condition.attributeName() + " " + condition.operator());
            }
        }
        filter.filters().forEach(inner -> see(entity, inner));
        filter.links().forEach(this::see);
    }
}
