package io.nightshift.platform.organization;

import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What a table has indexes on. */
public final class TableIndexes {

    private TableIndexes() {}

    /** The attributes by which an index of the table begins. Folded texts stand beside theirs under a name made from it. */
    public static Set<String> leading(DSLContext sql, String schema, String table) {
        Set<String> names = new TreeSet<>();
        sql.select(DSL.field("a.attname::text", SQLDataType.CLOB))
                .from("pg_catalog.pg_index i join pg_catalog.pg_attribute a"
                        + " on a.attrelid = i.indrelid and a.attnum = i.indkey[0]")
                .where(
                        "i.indisvalid and i.indrelid = to_regclass({0})",
                        DSL.val("\"" + schema + "\".\"" + table + "\""))
                .forEach(row -> names.add(row.value1().replaceFirst("\\$.*", "")));
        return names;
    }
}
