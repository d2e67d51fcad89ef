package io.nightshift.platform.organization;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * About how many rows the tables of an organization have: what PostgreSQL knew at its last analysis, asked again after some
 * hundred uses. Thread-safe.
 */
public final class TableSizes {

    private static final int USES = 500;

    private record Known(long rows, AtomicInteger left) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** The rows of a table; 0 while nobody has looked. */
    public long rows(DSLContext sql, String schema, String table) {
        Known size = known.get(table);
        if (size == null || size.left().decrementAndGet() < 0) {
            size = new Known(asked(sql, schema, table), new AtomicInteger(USES));
            known.put(table, size);
        }
        return size.rows();
    }

    private static long asked(DSLContext sql, String schema, String table) {
        Float rows = sql.select(DSL.field("reltuples", SQLDataType.REAL))
                .from("pg_catalog.pg_class")
                .where("oid = to_regclass({0})", DSL.val("\"" + schema + "\".\"" + table + "\""))
                .fetchOne(0, Float.class);
        return rows == null ? 0 : Math.max(0, rows.longValue());
    }
}
