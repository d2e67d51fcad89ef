package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import java.util.List;
import java.util.Map;

/**
 * The contrary of a condition. A row without a value meets it, unless it is the contrary of having none.
 *
 * @param entity the entity that the filter is about
 * @param steps the lookups that lead from it to the record with the attribute
 */
record Negation(EntityMetadata entity, List<Links.Step> steps) {

    private static final Map<ConditionOperator, ConditionOperator> CONTRARIES = Map.of(
            ConditionOperator.EQUAL, ConditionOperator.NOT_EQUAL,
            ConditionOperator.NULL, ConditionOperator.NOT_NULL,
            ConditionOperator.IN, ConditionOperator.NOT_IN,
            ConditionOperator.CONTAINS, ConditionOperator.DOES_NOT_CONTAIN,
            ConditionOperator.BEGINS_WITH, ConditionOperator.DOES_NOT_BEGIN_WITH,
            ConditionOperator.ENDS_WITH, ConditionOperator.DOES_NOT_END_WITH);

    /** These say nothing of a row without a value; it is named beside them. */
    private static final Map<ConditionOperator, ConditionOperator> OPPOSITES = Map.of(
            ConditionOperator.GREATER_THAN, ConditionOperator.LESS_EQUAL,
            ConditionOperator.GREATER_EQUAL, ConditionOperator.LESS_THAN,
            ConditionOperator.LESS_THAN, ConditionOperator.GREATER_EQUAL,
            ConditionOperator.LESS_EQUAL, ConditionOperator.GREATER_THAN);

    FilterExpression of(ConditionExpression condition) {
        String attribute = condition.attributeName();
        ConditionOperator contrary = CONTRARIES.get(condition.operator());
        if (contrary != null && condition.compareColumns()) {
            String other = String.valueOf(condition.values().getFirst());
            return FilterExpression.and(ConditionExpression.columns(attribute, contrary, other));
        }
        if (contrary != null) {
            return FilterExpression.and(new ConditionExpression(
                    attribute, contrary, condition.values().toArray()));
        }
        ConditionOperator opposite = OPPOSITES.get(condition.operator());
        if (opposite != null && !condition.compareColumns()) {
            return FilterExpression.or(
                    new ConditionExpression(
                            attribute, opposite, condition.values().toArray()),
                    new ConditionExpression(attribute, ConditionOperator.NULL));
        }
        if (!steps.isEmpty()) {
            throw ODataCode.QUERY_SYNTAX.fault(
                    "$filter: " + condition.operator().fetchName()
                            + " of a linked record cannot be negated; say what shall hold instead.");
        }
        // There is no word for the contrary: the record itself is not among those for which it holds.
        return FilterExpression.and()
                .link(new LinkEntity(
                                entity.logicalName(),
                                entity.primaryIdAttribute(),
                                entity.primaryIdAttribute(),
                                JoinOperator.NOT_ANY,
                                null)
                        .criteria(FilterExpression.and(condition)));
    }

    /**
     * The condition, or its contrary, of a record behind lookups, as a question about it. That it has no value is asked by
     * asking whether there is none that has one, because the record itself may be missing.
     */
    static FilterExpression asked(List<Links.Step> steps, ConditionExpression condition, boolean negated) {
        boolean none = condition.operator() == ConditionOperator.NULL;
        FilterExpression criteria = FilterExpression.and(
                none ? new ConditionExpression(condition.attributeName(), ConditionOperator.NOT_NULL) : condition);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Links.Step step = steps.get(i);
            criteria = FilterExpression.and()
                    .link(new LinkEntity(
                                    step.target().logicalName(),
                                    step.attribute(),
                                    step.target().primaryIdAttribute(),
                                    i == 0 && none != negated ? JoinOperator.NOT_ANY : JoinOperator.ANY,
                                    null)
                            .criteria(criteria));
        }
        return criteria;
    }
}
