package io.nightshift.platform.organization;

import java.sql.Connection;
import java.util.Collection;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Log;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultConnectionProvider;
import org.jooq.tools.JooqLogger;

/** jOOQ as the platform uses it: a builder for PostgreSQL whose names are always quoted and whose values are parameters. */
public final class Sql {

    static {
        // It would greet in the log, and warn of every PostgreSQL but the newest; ours are tested.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        JooqLogger.globalThreshold(Log.Level.ERROR);
    }

    /** Made once: each statement has one like it, with a connection of its own. */
    private static final Configuration PLAIN = new DefaultConfiguration().set(SQLDialect.POSTGRES);

    private Sql() {}

    /** Statements on a connection, in its transaction; it stays open. */
    public static DSLContext on(Connection connection) {
        return DSL.using(PLAIN.derive(new DefaultConnectionProvider(connection)));
    }

    /**
     * Whether a column is one of these ids. They are one parameter: the one itself, or an array, whose length PostgreSQL does
     * not know and therefore plans the statement anew each time.
     */
    public static Condition among(Field<UUID> column, Collection<UUID> ids) {
        return ids.size() == 1
                ? column.eq(ids.iterator().next())
                : column.eq(DSL.any(DSL.val(ids.toArray(new UUID[0]))));
    }

    /** A builder without a connection. */
    public static DSLContext text() {
        return DSL.using(SQLDialect.POSTGRES);
    }
}
