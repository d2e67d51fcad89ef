package io.nightshift.platform.query;

import io.nightshift.platform.query.Expression.Aggregate;
import io.nightshift.platform.query.Expression.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The query tree: what is asked, with every name found in the metadata and every value of its column's kind. It depends
 * neither on the moment nor on the caller, both of which the reader has put into it.
 *
 * @param root the entity
 * @param joins what hangs from it
 * @param outputs the values of a row of the answer
 * @param filter what must hold, of the root and of all that is joined
 * @param orders the order asked for
 * @param grouped whether rows that are equal in all outputs but the aggregates become one; so is a distinct query
 * @param page the part asked for
 */
record Query(
        Source root,
        List<Join> joins,
        List<Output> outputs,
        Filter filter,
        List<Order> orders,
        boolean grouped,
        Page page) {

    /**
     * One value of each row of the answer.
     *
     * @param name the attribute's, for an attribute of the root; {@code alias.attribute} for a linked one; or the alias of
     *     an expression
     */
    record Output(String name, Expression expression) {}

    /** A key of the order. */
    record Order(Expression expression, boolean descending) {}

    /**
     * A part of the answer.
     *
     * @param number from 1
     * @param size rows of a page, at least 1
     * @param cookie the cookie of an earlier page, or empty
     * @param countTotal whether all rows are to be counted
     * @param top whether this is all that is wanted, so that there is no further page
     */
    record Page(int number, int size, String cookie, boolean countTotal, boolean top) {}

    /** A column of the order that tells every row from every other. */
    record Key(Column column, boolean descending, boolean nullable) {

        /** How an element of a cookie names it. */
        String name() {
            return column.toString();
        }
    }

    /** The order asked for, and after it what makes it complete, each column once. Not for grouped queries. */
    List<Key> keys() {
        Map<Column, Key> keys = new LinkedHashMap<>();
        boolean descending = false;
        for (Order order : orders) {
            Column column = order.expression().column();
            descending = order.descending();
            keys.putIfAbsent(column, new Key(column, descending, !isRootKey(column)));
        }
        for (var attribute : root.key()) {
            Column column = root.column(attribute);
            keys.putIfAbsent(column, new Key(column, descending, false));
        }
        addKeys(joins, false, keys, descending);
        return new ArrayList<>(keys.values());
    }

    private boolean isRootKey(Column column) {
        return column.key() && column.alias().equals(root.alias());
    }

    private static void addKeys(List<Join> joins, boolean nullable, Map<Column, Key> keys, boolean descending) {
        for (Join join : joins) {
            boolean absent = nullable || join.outer();
            if (!join.toOne()) {
                for (var attribute : join.source().key()) {
                    Column column = join.source().column(attribute);
                    keys.putIfAbsent(column, new Key(column, descending, absent));
                }
            }
            addKeys(join.joins(), absent, keys, descending);
        }
    }

    /** The expressions by which a grouped query groups. */
    List<Expression> groups() {
        return outputs.stream()
                .map(Output::expression)
                .filter(expression -> !(expression instanceof Aggregate))
                .distinct()
                .toList();
    }
}
