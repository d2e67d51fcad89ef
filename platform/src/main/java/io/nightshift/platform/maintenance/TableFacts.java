package io.nightshift.platform.maintenance;

import io.nightshift.platform.record.RequestContext;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What PostgreSQL knows of a table of an organization without reading it.
 *
 * @param table the name, which for the table of an entity is its logical name
 * @param rows as of the last analysis or vacuum; 0 when there was none yet
 * @param bytes with indexes and large values
 * @param deadRows left behind by changes and deletes
 * @param sequentialScans and how often an index was used, since the statistics were last reset
 * @param changed rows changed since the last analysis
 */
record TableFacts(
        String table, long rows, long bytes, long deadRows, long sequentialScans, long indexScans, long changed) {

    private static final Table<?> CLASS =
            DSL.table(DSL.name("pg_catalog", "pg_class")).as(DSL.name("c"));
    private static final Table<?> NAMESPACE =
            DSL.table(DSL.name("pg_catalog", "pg_namespace")).as(DSL.name("n"));
    private static final Table<?> USE =
            DSL.table(DSL.name("pg_catalog", "pg_stat_user_tables")).as(DSL.name("s"));
    private static final Field<Long> OID = column("c", "oid");

    /** The tables of the organization's schema, in the order of their names. */
    static List<TableFacts> of(RequestContext context) {
        return context.sql()
                .select(
                        DSL.field(name("c", "relname"), SQLDataType.CLOB),
                        DSL.field("{0}::bigint", Long.class, DSL.field(name("c", "reltuples"))),
                        DSL.field("pg_total_relation_size({0})", Long.class, OID),
                        column("s", "n_dead_tup"),
                        column("s", "seq_scan"),
                        column("s", "idx_scan"),
                        column("s", "n_mod_since_analyze"))
                .from(CLASS)
                .join(NAMESPACE)
                .on(column("n", "oid").eq(column("c", "relnamespace")))
                .leftJoin(USE)
                .on(column("s", "relid").eq(OID))
                .where(DSL.field(name("n", "nspname"), SQLDataType.CLOB)
                        .eq(DSL.val(context.organization().schema())))
                .and(DSL.field(name("c", "relkind"), SQLDataType.CLOB).eq(DSL.inline("r")))
                .orderBy(DSL.field(name("c", "relname")))
                .fetch(row -> new TableFacts(
                        row.value1(),
                        // Minus one means that nobody has looked yet.
                        Math.max(0, orZero(row.value2())),
                        orZero(row.value3()),
                        orZero(row.value4()),
                        orZero(row.value5()),
                        orZero(row.value6()),
                        orZero(row.value7())));
    }

    private static long orZero(Long value) {
        return Optional.ofNullable(value).orElse(0L);
    }

    private static Name name(String table, String column) {
        return DSL.name(table, column);
    }

    private static Field<Long> column(String table, String name) {
        return DSL.field(name(table, name), SQLDataType.BIGINT);
    }
}
