package io.nightshift.platform.organization;

import java.sql.Connection;
import org.jooq.DSLContext;
import org.jooq.Log;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.tools.JooqLogger;

/** jOOQ as the platform uses it: a builder for PostgreSQL whose names are always quoted and whose values are parameters. */
public final class Sql {

    static {
        // It would greet in the log, and warn of every PostgreSQL but the newest; ours are tested.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        JooqLogger.globalThreshold(Log.Level.ERROR);
    }

    private Sql() {}

    /** Statements on a connection, in its transaction; it stays open. */
    public static DSLContext on(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES);
    }

    /** A builder without a connection. */
    public static DSLContext text() {
        return DSL.using(SQLDialect.POSTGRES);
    }
}
