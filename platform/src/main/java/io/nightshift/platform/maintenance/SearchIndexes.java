package io.nightshift.platform.maintenance;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.query.Queries;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Type 25: the indexes of what people search by. An entity with many records gets one on each text, number, time and lookup
 * that its system views ask for by value, because without one a page of a filter by such an attribute walks the records
 * that it leaves out; names have theirs from the beginning. Folded text is compared by its bytes, so that an ordinary index
 * serves "begins with", too. It is built beside the writers, and one that an interrupted run has left unfinished is built
 * anew. None is taken away: it goes with its attribute.
 */
final class SearchIndexes implements OperationHandler {

    /** A table with fewer rows is read as a whole as quickly. */
    static final long MANY = 1000;

    /** So many of an entity's attributes at most: each index makes every write dearer. */
    static final int MOST = 5;

    private static final int LONGEST_TEXT = 600;
    private static final Set<ConditionOperator> BY_VALUE = EnumSet.of(
            ConditionOperator.EQUAL,
            ConditionOperator.IN,
            ConditionOperator.BEGINS_WITH,
            ConditionOperator.GREATER_THAN,
            ConditionOperator.GREATER_EQUAL,
            ConditionOperator.LESS_THAN,
            ConditionOperator.LESS_EQUAL,
            ConditionOperator.BETWEEN);

    private final OperationRequests requests;
    private final OrganizationDatabase database;

    SearchIndexes(OperationRequests requests, OrganizationDatabase database) {
        this.requests = requests;
        this.database = database;
    }

    /** An index to be made. */
    private record Missing(Name table, Name index, Name bare, String column) {}

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        List<Missing> missing = database.inTransaction(connection -> missing(requests.of(connection, operation)));
        for (Missing index : missing) {
            operation.throwIfStopRequested();
            operation.progress(
                    100 * missing.indexOf(index) / missing.size(), index.bare().last());
            database.autoCommit(connection -> {
                build(connection, index);
                return null;
            });
        }
        return Outcome.succeeded(missing.size() + " indexes built.");
    }

    private static List<Missing> missing(RequestContext context) {
        String schema = context.organization().schema();
        Map<String, Boolean> found = indexes(context, schema);
        List<Missing> missing = new ArrayList<>();
        for (TableFacts table : TableFacts.of(context)) {
            EntityMetadata entity =
                    context.organization().metadata().find(table.table()).orElse(null);
            if (entity == null || table.rows() < MANY) {
                continue;
            }
            for (AttributeMetadata attribute : searched(context, entity)) {
                String index = RecordTable.indexName(entity.logicalName(), attribute.logicalName());
                if (!Boolean.TRUE.equals(found.get(index))) {
                    missing.add(new Missing(
                            DSL.name(schema, entity.tableName()),
                            DSL.name(schema, index),
                            DSL.name(index),
                            Objects.requireNonNullElse(attribute.foldedColumnName(), attribute.logicalName())));
                }
            }
        }
        return missing;
    }

    /** What the system views of an entity ask for by value and an ordinary index finds; the first ones by their names. */
    private static List<AttributeMetadata> searched(RequestContext context, EntityMetadata entity) {
        Set<String> names = new TreeSet<>();
        for (Entity view : context.execute(new RetrieveMultipleRequest(new QueryExpression("savedquery", "fetchxml")
                        .where("returnedtypecode", ConditionOperator.EQUAL, entity.logicalName())))
                .required("EntityCollection", EntityCollection.class)
                .entities()) {
            String text = view.get("fetchxml", String.class);
            if (text != null) {
                collect(criteria(text), names);
            }
        }
        return names.stream()
                .map(entity::find)
                .flatMap(Optional::stream)
                .filter(attribute -> !attribute.logicalName().equals(entity.primaryIdAttribute()))
                .filter(SearchIndexes::isSelective)
                .limit(MOST)
                .toList();
    }

    /** A view that is no query any more asks for nothing. */
    private static FilterExpression criteria(String fetchXml) {
        try {
            return Queries.expression(new FetchExpression(fetchXml)).criteria();
        } catch (OrganizationServiceFault broken) {
            return FilterExpression.NONE;
        }
    }

    private static void collect(FilterExpression filter, Set<String> names) {
        for (ConditionExpression condition : filter.conditions()) {
            if (condition.entityName() == null && BY_VALUE.contains(condition.operator())) {
                names.add(condition.attributeName());
            }
        }
        filter.filters().forEach(inner -> collect(inner, names));
    }

    /** Of options, states and yes or no there are so few values that an index leaves out little. */
    private static boolean isSelective(AttributeMetadata attribute) {
        return switch (attribute.type()) {
            case AttributeType.StringType text -> text.maxLength() <= LONGEST_TEXT;
            case AttributeType.IntegerType _,
                    AttributeType.BigIntType _,
                    AttributeType.DecimalType _,
                    AttributeType.MoneyType _,
                    AttributeType.DateTimeType _,
                    AttributeType.LookupType _ -> true;
            default -> false;
        };
    }

    /** The indexes there are, and whether each is whole. */
    private static Map<String, Boolean> indexes(RequestContext context, String schema) {
        Map<String, Boolean> found = new HashMap<>();
        context.sql()
                .select(
                        DSL.field(DSL.name("c", "relname"), SQLDataType.CLOB),
                        DSL.field(DSL.name("i", "indisvalid"), SQLDataType.BOOLEAN))
                .from(DSL.table(DSL.name("pg_catalog", "pg_class")).as(DSL.name("c")))
                .join(DSL.table(DSL.name("pg_catalog", "pg_index")).as(DSL.name("i")))
                .on(DSL.field(DSL.name("i", "indexrelid")).eq(DSL.field(DSL.name("c", "oid"))))
                .join(DSL.table(DSL.name("pg_catalog", "pg_namespace")).as(DSL.name("n")))
                .on(DSL.field(DSL.name("n", "oid")).eq(DSL.field(DSL.name("c", "relnamespace"))))
                .where(DSL.field(DSL.name("n", "nspname"), SQLDataType.CLOB).eq(DSL.val(schema)))
                .forEach(row -> found.put(row.value1(), row.value2()));
        return found;
    }

    private static void build(Connection connection, Missing index) {
        DSLContext sql = Sql.on(connection);
        // It waits for transactions that are older; one that never ends must not keep it for ever.
        sql.set(DSL.name("lock_timeout"), DSL.val("60s")).execute();
        try {
            sql.execute("drop index concurrently if exists {0}", index.index());
            sql.execute(
                    "create index concurrently {0} on {1} ({2})",
                    index.bare(), index.table(), DSL.name(index.column()));
        } finally {
            sql.set(DSL.name("lock_timeout"), DSL.val("0")).execute();
        }
    }
}
