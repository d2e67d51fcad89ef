package io.nightshift.platform.organization;

import io.nightshift.platform.security.OrganizationSecurity;
import io.nightshift.platform.security.PrivilegeDepth;
import io.nightshift.platform.security.UserRoles;
import io.nightshift.platform.security.UserRoles.Held;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What an organization's tables say of users, teams, business units and roles, and the version of that. The version is a
 * number that is never given twice, also when a transaction is undone, so that what was read under it stays true.
 */
public final class SecurityRecords implements OrganizationSecurity.Records {

    /** The entities, and tables of pairs, whose changes make a new version. */
    public static final Set<String> CONCERNED = Set.of(
            "businessunit",
            "systemuser",
            "team",
            "role",
            "roleprivileges",
            "teammembership",
            "systemuserroles",
            "teamroles");

    static final Field<Long> VERSION = DSL.field(DSL.name("s", "version"), SQLDataType.BIGINT);

    private static final int ACCESS_TEAM = 1;
    private static final int READ_ONLY = 2;

    private final String schema;
    private final UUID administratorRoleId;

    SecurityRecords(String schema, UUID administratorRoleId) {
        this.schema = schema;
        this.administratorRoleId = administratorRoleId;
    }

    /** The table with the one row that has the version, as s. */
    static Table<Record> versions(String schema) {
        return DSL.table(DSL.name(schema, "security$version")).as(DSL.name("s"));
    }

    static void create(DSLContext sql, String schema) {
        Table<Record> table = DSL.table(DSL.name(schema, "security$version"));
        Field<Integer> one = DSL.field(DSL.name("one"), SQLDataType.INTEGER.notNull());
        Field<Long> version = DSL.field(DSL.name("version"), SQLDataType.BIGINT.notNull());
        sql.createTable(table)
                .column(one)
                .column(version)
                .constraint(DSL.primaryKey(one))
                .execute();
        sql.insertInto(table, one, version).values(1, 0L).execute();
    }

    /** Makes a new version; it is there when the transaction commits. */
    public static void advance(Connection connection, String schema) {
        Sql.on(connection)
                .update(DSL.table(DSL.name(schema, "security$version")))
                .set(
                        DSL.field(DSL.name("version"), SQLDataType.BIGINT),
                        MetadataStore.recordVersions(schema).nextval())
                .execute();
    }

    @Override
    public Optional<UserRoles> of(Connection connection, UUID userId) {
        DSLContext sql = Sql.on(connection);
        Field<UUID> unit = id("businessunitid");
        Field<Boolean> disabled = DSL.field(DSL.name("isdisabled"), SQLDataType.BOOLEAN);
        Field<Integer> mode = DSL.field(DSL.name("accessmode"), SQLDataType.INTEGER);
        Record user = sql.select(unit, disabled, mode)
                .from(table("systemuser"))
                .where(id("systemuserid").eq(userId))
                .fetchOne();
        if (user == null) {
            return Optional.empty();
        }
        UUID own = Objects.requireNonNull(user.get(unit));
        Map<UUID, List<UUID>> below = new HashMap<>();
        Set<UUID> disabledUnits = new HashSet<>();
        sql.select(unit, id("parentbusinessunitid"), disabled)
                .from(table("businessunit"))
                .forEach(row -> {
                    UUID parent = row.value2();
                    if (parent != null) {
                        below.computeIfAbsent(parent, _ -> new ArrayList<>()).add(row.value1());
                    }
                    if (Boolean.TRUE.equals(row.value3())) {
                        disabledUnits.add(row.value1());
                    }
                });
        Set<UUID> teams = sql.select(id("teamid"))
                .from(table("teammembership"))
                .where(id("systemuserid").eq(userId))
                .fetchSet(id("teamid"));
        return Optional.of(new UserRoles(
                userId,
                own,
                Boolean.TRUE.equals(user.get(disabled)) || disabledUnits.contains(own),
                Integer.valueOf(READ_ONLY).equals(user.get(mode)),
                teams,
                held(sql, userId, own),
                below));
    }

    private List<Held> held(DSLContext sql, UUID userId, UUID unit) {
        Field<UUID> role = DSL.field(DSL.name("r", "roleid"), SQLDataType.UUID);
        Field<Integer> inherited = DSL.field(DSL.name("r", "isinherited"), SQLDataType.INTEGER);
        Field<UUID> team = DSL.field(DSL.name("t", "teamid"), SQLDataType.UUID);
        Field<UUID> teamUnit = DSL.field(DSL.name("t", "businessunitid"), SQLDataType.UUID);
        Field<Integer> teamType = DSL.field(DSL.name("t", "teamtype"), SQLDataType.INTEGER);
        Table<?> roles = table("role").as(DSL.name("r"));
        List<? extends Record4<UUID, Integer, UUID, UUID>> rows = sql.select(
                        role, inherited, DSL.castNull(SQLDataType.UUID), DSL.castNull(SQLDataType.UUID))
                .from(table("systemuserroles").as(DSL.name("h")))
                .join(roles)
                .on(DSL.field(DSL.name("h", "roleid"), SQLDataType.UUID).eq(role))
                .where(DSL.field(DSL.name("h", "systemuserid"), SQLDataType.UUID)
                        .eq(userId))
                .unionAll(DSL.select(role, inherited, team, teamUnit)
                        .from(table("teammembership").as(DSL.name("m")))
                        .join(table("team").as(DSL.name("t")))
                        .on(DSL.field(DSL.name("m", "teamid"), SQLDataType.UUID).eq(team))
                        .join(table("teamroles").as(DSL.name("h")))
                        .on(DSL.field(DSL.name("h", "teamid"), SQLDataType.UUID).eq(team))
                        .join(roles)
                        .on(DSL.field(DSL.name("h", "roleid"), SQLDataType.UUID).eq(role))
                        .where(DSL.field(DSL.name("m", "systemuserid"), SQLDataType.UUID)
                                .eq(userId))
                        .and(DSL.coalesce(teamType, DSL.val(0)).ne(ACCESS_TEAM)))
                .fetch();
        Map<UUID, Map<UUID, PrivilegeDepth>> privileges =
                privileges(sql, rows.stream().map(Record4::value1).toList());
        List<Held> held = new ArrayList<>();
        for (Record4<UUID, Integer, UUID, UUID> row : rows) {
            held.add(new Held(
                    row.value3(),
                    row.value4() == null ? unit : row.value4(),
                    Integer.valueOf(1).equals(row.value2()),
                    row.value1().equals(administratorRoleId),
                    privileges.getOrDefault(row.value1(), Map.of())));
        }
        return held;
    }

    /** The privileges of roles, each with its depth. */
    public static Map<UUID, Map<UUID, PrivilegeDepth>> privileges(
            Connection connection, String schema, Collection<UUID> roles) {
        return new SecurityRecords(schema, new UUID(0, 0)).privileges(Sql.on(connection), roles);
    }

    private Map<UUID, Map<UUID, PrivilegeDepth>> privileges(DSLContext sql, Collection<UUID> roles) {
        Map<UUID, Map<UUID, PrivilegeDepth>> privileges = new HashMap<>();
        if (!roles.isEmpty()) {
            Field<Integer> mask = DSL.field(DSL.name("privilegedepthmask"), SQLDataType.INTEGER);
            sql.select(id("roleid"), id("privilegeid"), mask)
                    .from(table("roleprivileges"))
                    .where(id("roleid").eq(DSL.any(DSL.val(roles.toArray(new UUID[0])))))
                    .forEach(row -> PrivilegeDepth.ofMask(row.value3())
                            .ifPresent(depth -> privileges
                                    .computeIfAbsent(row.value1(), _ -> new HashMap<>())
                                    .put(row.value2(), depth)));
        }
        return privileges;
    }

    private Table<Record> table(String name) {
        return DSL.table(DSL.name(schema, name));
    }

    private static Field<UUID> id(String column) {
        return DSL.field(DSL.name(column), SQLDataType.UUID);
    }
}
