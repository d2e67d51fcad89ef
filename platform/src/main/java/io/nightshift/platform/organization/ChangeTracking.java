package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.FaultCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Which records of an organization have changed since a moment.
 *
 * <p>Nothing is written until somebody first asks for an entity's changes. Then its table gets triggers that note, for each
 * statement, the records it wrote together with its transaction; whoever writes, nothing escapes them. PostgreSQL makes a
 * trigger when those who write the table have ended, and shows it to all who come later, so that the first moment to ask
 * from misses nobody. What has changed since a moment are the notes of transactions that its snapshot could not see:
 * a commit that becomes visible late is found by the moment before it, however long it took. Thread-safe.
 */
public final class ChangeTracking {

    /** How long changes are kept; a version that is older has expired. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final Duration BETWEEN_MARKS = Duration.ofHours(1);
    private static final Field<String> ENTITY = DSL.field(DSL.name("entity"), RecordTable.TEXT);
    private static final Field<UUID> ID = DSL.field(DSL.name("id"), SQLDataType.UUID);
    private static final Field<OffsetDateTime> MADE = DSL.field(DSL.name("madeon"), SQLDataType.TIMESTAMPWITHTIMEZONE);

    private final Organization organization;
    private final Table<Record> tracked;
    private final Table<Record> changes;
    private final Table<Record> marks;

    /** The changes of this organization's records. */
    public ChangeTracking(Organization organization) {
        this.organization = organization;
        this.tracked = table(organization.schema(), "change$tracked");
        this.changes = table(organization.schema(), "change$record");
        this.marks = table(organization.schema(), "change$mark");
    }

    /**
     * A page of changes.
     *
     * @param ids each once
     * @param last where the next page begins; null when there is none
     */
    public record Page(List<UUID> ids, @Nullable String last) {
        public Page {
            ids = List.copyOf(ids);
        }
    }

    private static Table<Record> table(String schema, String name) {
        return DSL.table(DSL.name(schema, name));
    }

    static void create(DSLContext sql, String schema) {
        // Since: the transaction that made the triggers. Kept: the first whose changes have not been forgotten.
        sql.execute(
                "create table {0} (entity text collate \"C\" primary key, relation oid not null, beginning text not null,"
                        + " since xid8 not null, kept xid8 not null)",
                DSL.name(schema, "change$tracked"));
        sql.execute(
                "create table {0} (entity text collate \"C\", transaction xid8, id uuid,"
                        + " primary key (entity, transaction, id))",
                DSL.name(schema, "change$record"));
        // Transactions have no time of their own: a mark says which had all ended at some moment.
        sql.execute(
                "create table {0} (madeon timestamptz primary key, oldest xid8 not null)",
                DSL.name(schema, "change$mark"));
    }

    /**
     * This moment of an entity, whose changes are tracked from now on at the latest.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80044339 when long transactions keep the triggers from being made
     */
    public String now(Connection connection, EntityMetadata entity, OrganizationDatabase database) throws SQLException {
        if (find(connection, entity) == null) {
            start(entity, database);
        }
        Tracked found = find(connection, entity);
        if (found == null) {
            // It was removed, or made anew, between the two.
            throw FaultCode.LOCK_NOT_OBTAINED.fault(
                    "The table of " + entity.logicalName() + " is being made anew; try again.");
        }
        return found.now().text();
    }

    /**
     * Records that changed after one moment and before another, in pages.
     *
     * @param since a moment that {@link #now} gave
     * @param until a later one
     * @param last where the page before ended; empty for the first page
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80044352 when what has changed since is not known any more
     */
    public Page changed(
            Connection connection, EntityMetadata entity, String since, String until, String last, int size) {
        DataVersion from = DataVersion.read(since);
        DataVersion to = DataVersion.read(until);
        checkKept(connection, entity, from);
        String[] after = last.isEmpty() ? new String[] {"0", new UUID(0, 0).toString()} : last.split("/", 2);
        List<Place> found = Sql.on(connection)
                .select(DSL.field("transaction::text", String.class), ID)
                .from(changes)
                .where(ENTITY.eq(entity.logicalName()))
                .and("transaction >= {0}::xid8 and transaction < {1}::xid8", text(from.oldest()), text(to.next()))
                .and("not pg_visible_in_snapshot(transaction, {0}::pg_snapshot)", DSL.val(from.snapshot()))
                .and("pg_visible_in_snapshot(transaction, {0}::pg_snapshot)", DSL.val(to.snapshot()))
                .and("(transaction, id) > ({0}::xid8, {1}::uuid)", text(transaction(after)), DSL.val(id(after)))
                .orderBy(DSL.field("transaction"), ID)
                .limit(size + 1)
                .fetch(row -> new Place(row.value1(), row.value2()));
        List<Place> page = found.size() > size ? found.subList(0, size) : found;
        return new Page(
                page.stream().map(Place::id).distinct().toList(),
                found.size() > size ? page.getLast().text() : null);
    }

    /** A note of a change. */
    private record Place(String transaction, UUID id) {
        String text() {
            return transaction + "/" + id;
        }
    }

    private static long transaction(String[] after) {
        if (!after[0].matches("[0-9]{1,18}")) {
            throw DataVersion.broken();
        }
        return Long.parseLong(after[0]);
    }

    private static String id(String[] after) {
        try {
            return UUID.fromString(after[1]).toString();
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw DataVersion.broken();
        }
    }

    private static Field<String> text(long transaction) {
        return DSL.val(Long.toString(transaction));
    }

    private void checkKept(Connection connection, EntityMetadata entity, DataVersion since) {
        boolean kept = Sql.on(connection)
                .fetchExists(
                        tracked,
                        of(entity)
                                .and(DSL.field(DSL.name("beginning"), String.class)
                                        .eq(since.beginning()))
                                .and("pg_visible_in_snapshot(since, {0}::pg_snapshot)", DSL.val(since.snapshot()))
                                .and("kept <= {0}::xid8", text(since.oldest())));
        if (!kept) {
            throw FaultCode.EXPIRED_VERSION_STAMP.fault("What has changed of " + entity.logicalName()
                    + " since that version is not known any more; read all records anew.");
        }
    }

    /** An entity that is tracked, at this moment. */
    private record Tracked(DataVersion now) {}

    private @Nullable Tracked find(Connection connection, EntityMetadata entity) {
        return Sql.on(connection)
                .select(DSL.field("beginning", String.class), DSL.field("pg_current_snapshot()::text", String.class))
                .from(tracked)
                .where(of(entity))
                .fetchOne(row -> new Tracked(DataVersion.of(row.value1(), row.value2())));
    }

    /** The row of this entity, unless its table is another one by now. */
    private Condition of(EntityMetadata entity) {
        return ENTITY.eq(entity.logicalName()).and(DSL.condition("relation = {0}", relation(entity)));
    }

    private Field<Long> relation(EntityMetadata entity) {
        return DSL.field("to_regclass({0})::oid", Long.class, DSL.val(named(entity.tableName())));
    }

    private String named(String name) {
        return Sql.text().render(DSL.name(organization.schema(), name));
    }

    private void start(EntityMetadata entity, OrganizationDatabase database) throws SQLException {
        new SchemaChanges(database)
                .apply(
                        organization.schema(),
                        metadata -> new SchemaChange(
                                metadata, List.of(), (store, connection) -> track(Sql.on(connection), entity)));
    }

    private void track(DSLContext sql, EntityMetadata entity) {
        String table = named(entity.tableName());
        String function = named(entity.tableName() + "$changed");
        String id = Sql.text().render(DSL.name(entity.primaryIdAttribute()));
        // Names of entities and schemas are letters, digits and underscores; they are quoted all the same.
        sql.connection(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "create or replace function " + function + "() returns trigger language plpgsql as $body$"
                                + " begin insert into " + named("change$record") + " (entity, transaction, id)"
                                + " select '" + entity.logicalName() + "', pg_current_xact_id(), " + id
                                + " from written on conflict do nothing; return null; end $body$");
                for (String event : List.of("insert", "update", "delete")) {
                    statement.execute(
                            "create or replace trigger \"changed$" + event + "\" after " + event + " on " + table
                                    + " referencing " + (event.equals("delete") ? "old" : "new")
                                    + " table as written for each statement execute function " + function + "()");
                }
            }
        });
        sql.execute(
                "insert into {0} (entity, relation, beginning, since, kept)"
                        + " values ({1}, {2}, {3}, pg_current_xact_id(), pg_current_xact_id())"
                        + " on conflict (entity) do update set relation = excluded.relation,"
                        + " beginning = excluded.beginning, since = excluded.since, kept = excluded.kept",
                tracked,
                DSL.val(entity.logicalName()),
                relation(entity),
                DSL.val(UUID.randomUUID().toString().substring(0, 8)));
    }

    /**
     * Forgets a page of changes of transactions that had all ended at that time, as far as a mark tells which these are, and
     * sets a new mark.
     *
     * @return how many were forgotten
     */
    public int forget(Connection connection, Instant before, Instant now, int most) {
        DSLContext sql = Sql.on(connection);
        OffsetDateTime recently = at(now.minus(BETWEEN_MARKS));
        if (sql.fetchExists(tracked) && !sql.fetchExists(marks, MADE.gt(recently))) {
            sql.execute(
                    "insert into {0} values ({1}, pg_snapshot_xmin(pg_current_snapshot())) on conflict do nothing",
                    marks, DSL.val(at(now)));
        }
        String oldest = sql.select(DSL.field("oldest::text", String.class))
                .from(marks)
                .where(MADE.lt(at(before)))
                .orderBy(MADE.desc())
                .limit(1)
                .fetchOne(0, String.class);
        if (oldest == null) {
            return 0;
        }
        // Those who ask from before the mark are told so before the first change is gone.
        sql.execute("update {0} set kept = {1}::xid8 where kept < {1}::xid8", tracked, DSL.val(oldest));
        return sql.execute(
                "delete from {0} c using (select entity, transaction, id from {0} where transaction < {1}::xid8"
                        + " order by entity, transaction, id limit {2} for update skip locked) o"
                        + " where c.entity = o.entity and c.transaction = o.transaction and c.id = o.id",
                changes, DSL.val(oldest), DSL.val(most));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
