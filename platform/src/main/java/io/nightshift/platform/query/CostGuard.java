package io.nightshift.platform.query;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.TableIndexes;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.FaultCode;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Select;

/**
 * Refuses a query over a big table before it runs, when PostgreSQL's planner says that it would read too much, and says what
 * to ask instead. Small tables are not asked about, so that ordinary queries cost nothing more. Operations have limits of
 * their own.
 *
 * @param big tables with fewer rows are left alone
 * @param most the planner's cost from which a query is refused; reading a page of 8 kB counts 1, a row of it about 0.01
 */
record CostGuard(long big, double most) {

    /** Some ten seconds of reading, where nothing of it is in memory. */
    static final CostGuard STANDARD = new CostGuard(500_000, 1_000_000);

    /** @throws io.nightshift.sdk.OrganizationServiceFault 0x80044151 when the statement would read too much */
    void check(DSLContext sql, Organization organization, Query query, Select<?> statement) {
        String entity = query.root().entity();
        if (entity.equals(AsyncOperation.ENTITY)) {
            return;
        }
        // The table of a relationship of many to many has no entity; it is named by the query as it is.
        String table = organization
                .metadata()
                .find(entity)
                .map(EntityMetadata::tableName)
                .orElse(entity);
        long rows = organization.texts().sizes().rows(sql, organization.schema(), table);
        if (rows < big || sql.explain(statement).cost() < most) {
            return;
        }
        Set<String> indexed = TableIndexes.leading(sql, organization.schema(), table);
        Set<String> asked = new TreeSet<>();
        attributes(query.filter(), query.root().alias(), asked);
        throw FaultCode.SQL_TIMEOUT.fault(advice(entity, rows, asked, indexed));
    }

    private static String advice(String entity, long rows, Set<String> asked, Set<String> indexed) {
        Set<String> without = new TreeSet<>(asked);
        without.removeAll(indexed);
        String found = without.isEmpty()
                ? "its order or its links leave no index to use"
                : "no index has " + String.join(", ", without);
        return "The query was not run: it would read most of the " + rows + " records of " + entity + ", because "
                + found
                + ". Add a bound on an attribute that has an index (" + String.join(", ", indexed)
                + "), or make an alternate key or a system view that asks by the attribute, which gives it an index.";
    }

    /** The attributes of the root that a filter asks about. */
    private static void attributes(Filter filter, String alias, Set<String> names) {
        switch (filter) {
            case Filter.And and -> and.parts().forEach(part -> attributes(part, alias, names));
            case Filter.Or or -> or.parts().forEach(part -> attributes(part, alias, names));
            case Filter.Not not -> attributes(not.part(), alias, names);
            case Filter.Compared compared -> add(compared.column(), alias, names);
            case Filter.ComparedColumns compared -> add(compared.column(), alias, names);
            case Filter.Among among -> add(among.column(), alias, names);
            case Filter.Null none -> add(none.column(), alias, names);
            case Filter.Like like -> add(like.column(), alias, names);
            case Filter.Chosen chosen -> add(chosen.column(), alias, names);
            default -> {}
        }
    }

    private static void add(Column column, String alias, Set<String> names) {
        if (column.alias().equals(alias)) {
            names.add(column.attribute().logicalName());
        }
    }
}
