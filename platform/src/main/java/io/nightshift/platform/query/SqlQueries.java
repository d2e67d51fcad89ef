package io.nightshift.platform.query;

import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.query.Expression.Aggregate;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Expression.DatePart;
import io.nightshift.platform.query.Query.Output;
import io.nightshift.platform.query.Query.Page;
import io.nightshift.platform.record.StoredValues;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.AggregateType;
import java.sql.Connection;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Answers queries from an organization's tables, on the caller's connection and in its transaction. */
final class SqlQueries {

    /** As long as the engine's own searches: history may be long, and no query of a person should keep a server busy. */
    private static final Duration LONGEST_OVER_OPERATIONS = Duration.ofSeconds(30);

    /** What PostgreSQL says of a statement that was cancelled. */
    private static final String QUERY_CANCELED = "57014";

    private final Organization organization;
    private final Duration timeout;
    private final CostGuard guard;

    /** @param timeout how long a statement may take; whole seconds, at least one */
    SqlQueries(Organization organization, Duration timeout) {
        this(organization, timeout, CostGuard.STANDARD);
    }

    /** The same with another guard. */
    SqlQueries(Organization organization, Duration timeout, CostGuard guard) {
        this.organization = organization;
        this.timeout = timeout;
        this.guard = guard;
    }

    /**
     * @throws OrganizationServiceFault 0x80044151 when it would read too much; or when it takes too long: the transaction
     *     cannot go on then
     */
    Answer answer(Connection connection, Query query, ZoneId zone) {
        DSLContext sql = Sql.on(connection);
        SqlSelect select = new SqlSelect(query, organization, zone);
        Duration limit = limit(query);
        Page page = query.page();
        PagingCookie cookie = page.cookie().isEmpty() ? null : PagingCookie.read(page.cookie(), select.keys());
        List<Segment> segments = query.grouped() ? List.of() : Segment.all(select.keys());
        long offset = (page.number() - 1L) * page.size();
        if (cookie != null && !query.grouped() && page.number() > cookie.page()) {
            segments = Segment.after(select.keys(), cookie.last());
            offset = (page.number() - cookie.page() - 1L) * page.size();
        }
        Select<?> statement = select.page(sql, segments, offset);
        guard.check(sql, organization, query, statement);
        List<? extends Record> found = run(statement, limit);
        int total = page.countTotal()
                ? run(select.count(sql, Answer.MOST_COUNTED + 1), limit)
                        .getFirst()
                        .get(0, Integer.class)
                : -1;
        boolean more = !page.top() && found.size() > page.size();
        List<List<@Nullable Object>> rows =
                found.stream().limit(page.size()).map(row -> values(query, row)).toList();
        String next = more ? cookie(select, found.get(page.size() - 1), page.number()) : null;
        return new Answer(rows, more, next, total);
    }

    private Duration limit(Query query) {
        boolean operations = query.root().entity().equals(AsyncOperation.ENTITY);
        return operations && timeout.compareTo(LONGEST_OVER_OPERATIONS) > 0 ? LONGEST_OVER_OPERATIONS : timeout;
    }

    private static List<? extends Record> run(Select<?> select, Duration timeout) {
        try {
            select.queryTimeout((int) Math.max(1, timeout.toSeconds()));
            return select.fetch();
        } catch (DataAccessException e) {
            if (QUERY_CANCELED.equals(e.sqlState())) {
                throw new OrganizationServiceFault(
                        FaultCode.SQL_TIMEOUT.code(),
                        "The query took longer than " + timeout.toSeconds()
                                + " s and was ended. Ask for fewer rows, for a time, or by an attribute that has an index.",
                        e);
            }
            throw e;
        }
    }

    private static String cookie(SqlSelect select, Record last, int number) {
        List<@Nullable Object> values = new ArrayList<>();
        int at = last.size() - select.keys().size();
        for (Query.Key key : select.keys()) {
            values.add(key.column().kind().ofColumn(last.get(at++)));
        }
        return new PagingCookie(number, values).write(select.keys());
    }

    private static List<@Nullable Object> values(Query query, Record row) {
        List<@Nullable Object> values = new ArrayList<>();
        int at = 0;
        for (Output output : query.outputs()) {
            Expression expression = output.expression();
            Column column = expression.column();
            Object value = row.get(at++);
            switch (expression) {
                case Column _ -> {
                    Object type = column.attribute().typeColumnName() == null ? null : row.get(at++);
                    values.add(StoredValues.value(column.attribute(), value, (String) type));
                }
                case DatePart _ -> values.add(value);
                case Aggregate aggregate
                when aggregate.type() == AggregateType.AVG && column.kind() != ValueKind.FLOATING -> {
                    Integer count = row.get(at++, Integer.class);
                    values.add(Aggregates.average(column, value, count == null ? 0 : count));
                }
                case Aggregate aggregate -> values.add(Aggregates.value(aggregate, value));
            }
        }
        return values;
    }
}
