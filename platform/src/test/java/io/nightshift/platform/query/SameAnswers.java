package io.nightshift.platform.query;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Asks tables and memory the same, page after page, and makes what they answer differently smaller. */
final class SameAnswers {

    /** A query that they answer differently. */
    record Failure(Map<String, List<Entity>> rows, QueryExpression query, String difference) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("Tables and memory differ:\n")
                    .append(query)
                    .append('\n');
            rows.forEach((entity, list) -> list.forEach(row -> text.append("  ")
                    .append(row.logicalName())
                    .append(' ')
                    .append(row.id())
                    .append(' ')
                    .append(row.attributes())
                    .append('\n')));
            return text.append("  =>  ").append(difference).toString();
        }
    }

    private static final int MOST_PAGES = 4;
    private static final int MOST_TRIES = 2000;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final QueryContext CONTEXT = new QueryContext(
            RandomValues.NOW,
            ZONE,
            DayOfWeek.MONDAY,
            2,
            QueryContext.Caller.of(new UUID(1, 1), null, Set.of(new UUID(2, 2), new UUID(3, 3))));

    private final SqlQueries tables = new SqlQueries(World.ORGANIZATION, Duration.ofSeconds(30));
    private long queries;
    private long rows;
    private long pages;

    long queries() {
        return queries;
    }

    long rows() {
        return rows;
    }

    long pages() {
        return pages;
    }

    /** The tables hold the rows. */
    Optional<Failure> compare(Connection connection, Map<String, List<Entity>> world, QueryExpression query) {
        queries++;
        MemoryQueries memory = new MemoryQueries(world::get);
        QueryReader reader = new QueryReader(World.METADATA, CONTEXT);
        QueryExpression page = query;
        for (int i = 0; i < MOST_PAGES; i++) {
            pages++;
            Query tree = reader.read(page);
            Answer expected = memory.answer(tree, ZONE);
            Answer found;
            try {
                found = tables.answer(connection, tree, ZONE);
            } catch (org.jooq.exception.DataAccessException e) {
                return Optional.of(new Failure(world, page, "the statement failed: " + e.getMessage()));
            }
            String difference = difference(expected, found);
            if (difference != null) {
                return Optional.of(new Failure(world, page, difference));
            }
            rows += found.rows().size();
            if (found.cookie() == null) {
                break;
            }
            PagingInfo paging = page.pageInfo();
            page = page.page(paging.next(found.cookie()));
        }
        return Optional.empty();
    }

    private static String difference(Answer expected, Answer found) {
        List<List<Object>> one =
                expected.rows().stream().map(SameAnswers::plain).toList();
        List<List<Object>> other = found.rows().stream().map(SameAnswers::plain).toList();
        if (!one.equals(other)) {
            return "memory " + one + "\n      tables " + other;
        }
        return expected.more() == found.more()
                        && expected.total() == found.total()
                        && Objects.equals(expected.cookie() == null, found.cookie() == null)
                ? null
                : "memory " + expected + "\n      tables " + found;
    }

    /** Numbers are the same whatever zeros follow them. */
    private static List<Object> plain(List<Object> row) {
        List<Object> plain = new ArrayList<>();
        for (Object value : row) {
            plain.add(
                    switch (value) {
                        case BigDecimal number -> number.stripTrailingZeros();
                        case Money money -> money.value().stripTrailingZeros();
                        case Double number -> number + 0.0;
                        case null -> null;
                        default -> value;
                    });
        }
        return plain;
    }

    /** The smallest difference that is found by leaving out parts of the query, then rows. */
    Failure shrink(Connection connection, Failure failure) {
        Failure smallest = failure;
        int tries = 0;
        boolean smaller = true;
        while (smaller && tries < MOST_TRIES) {
            smaller = false;
            for (QueryExpression less : Smaller.of(smallest.query())) {
                Optional<Failure> found = retry(connection, smallest.rows(), less);
                tries++;
                if (found.isPresent()) {
                    smallest = found.get();
                    smaller = true;
                    break;
                }
            }
        }
        return fewerRows(connection, smallest);
    }

    private Failure fewerRows(Connection connection, Failure failure) {
        Failure smallest = failure;
        for (String entity : failure.rows().keySet()) {
            for (int i = smallest.rows().get(entity).size() - 1; i >= 0; i--) {
                Map<String, List<Entity>> fewer = new LinkedHashMap<>(smallest.rows());
                List<Entity> rest = new ArrayList<>(fewer.get(entity));
                rest.remove(i);
                fewer.put(entity, rest);
                smallest = retry(connection, fewer, smallest.query()).orElse(smallest);
            }
        }
        return smallest;
    }

    private Optional<Failure> retry(Connection connection, Map<String, List<Entity>> world, QueryExpression query) {
        try {
            connection.rollback();
            World.makeTables(connection);
            World.fill(connection, world);
            return compare(connection, world, query);
        } catch (io.nightshift.sdk.OrganizationServiceFault e) {
            return Optional.empty();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
