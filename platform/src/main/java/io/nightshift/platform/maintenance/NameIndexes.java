package io.nightshift.platform.maintenance;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RequestContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Type 25: the search index of names. The folded name of each entity with many records gets an index, by which "begins
 * with" finds its records; the folded values are compared by their bytes, so that an ordinary index serves. It is built
 * beside the writers, and one that an interrupted run has left unfinished is built anew.
 */
final class NameIndexes implements OperationHandler {

    /** A table with fewer rows is read as a whole as quickly. */
    static final long MANY = 1000;

    private static final String SUFFIX = "$names";

    private final OperationRequests requests;
    private final OrganizationDatabase database;

    NameIndexes(OperationRequests requests, OrganizationDatabase database) {
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
            if (entity == null || entity.primaryNameAttribute() == null || table.rows() < MANY) {
                continue;
            }
            String column = entity.attribute(Objects.requireNonNull(entity.primaryNameAttribute()))
                    .foldedColumnName();
            String index = entity.logicalName() + SUFFIX;
            if (column != null && !Boolean.TRUE.equals(found.get(index))) {
                missing.add(new Missing(
                        DSL.name(schema, entity.tableName()), DSL.name(schema, index), DSL.name(index), column));
            }
        }
        return missing;
    }

    /** The search indexes there are, and whether each is whole. */
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
                .and(DSL.field(DSL.name("c", "relname"), SQLDataType.CLOB).like("%" + SUFFIX))
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
