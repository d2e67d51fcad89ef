package io.nightshift.platform.organization;

import java.sql.Connection;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The passwords with which an organization signs in at its mail servers. They are no attribute of a record, so that no query,
 * image, step, audit or export comes by them: they are written by one message and read where mail is sent.
 */
public final class MailPasswords {

    private static final Field<UUID> PROFILE = DSL.field(DSL.name("emailserverprofileid"), SQLDataType.UUID.notNull());
    private static final Field<String> PASSWORD = DSL.field(DSL.name("password"), RecordTable.TEXT.notNull());

    private final DSLContext sql;
    private final Table<Record> table;

    /** Those of an organization, on a connection. */
    public MailPasswords(Connection connection, String schema) {
        this.sql = Sql.on(connection);
        this.table = DSL.table(DSL.name(schema, "emailserverprofile$password"));
    }

    static void create(DSLContext sql, String schema) {
        sql.createTable(DSL.name(schema, "emailserverprofile$password"))
                .column(PROFILE)
                .column(PASSWORD)
                .constraint(DSL.primaryKey(PROFILE))
                .execute();
    }

    /** Keeps the password of a profile, in the place of another. */
    public void put(UUID profile, String password) {
        sql.insertInto(table, PROFILE, PASSWORD)
                .values(profile, password)
                .onConflict(PROFILE)
                .doUpdate()
                .set(PASSWORD, password)
                .execute();
    }

    /** The password of a profile. */
    public Optional<String> find(UUID profile) {
        return sql.select(PASSWORD).from(table).where(PROFILE.eq(profile)).fetchOptional(PASSWORD);
    }

    /** Forgets the passwords of these profiles. */
    public void remove(Collection<UUID> profiles) {
        sql.deleteFrom(table).where(Sql.among(PROFILE, profiles)).execute();
    }
}
