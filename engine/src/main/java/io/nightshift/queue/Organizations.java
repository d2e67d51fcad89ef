package io.nightshift.queue;

import io.nightshift.database.Database;
import io.nightshift.database.Rows;
import io.nightshift.database.ServiceClock;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Texts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The organizations of this database. Names and numbers never change, so both are remembered. Thread-safe. */
public final class Organizations {

    public static final int MAX_NAME_LENGTH = 100;

    public static final int MAX_WEIGHT = 1000;

    private static final SqlFile ADD = QueueSql.file("add_organization.sql");
    private static final SqlFile FIND = QueueSql.file("find_organization.sql");
    private static final SqlFile NAME = QueueSql.file("organization_name.sql");
    private static final SqlFile SET_WEIGHT = QueueSql.file("set_weight.sql");
    private static final SqlFile ALL = QueueSql.file("organizations.sql");

    private final Database database;
    private final ServiceClock clock;
    private final String defaultName;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    Organizations(Database database, ServiceClock clock, String defaultName) {
        this.database = database;
        this.clock = clock;
        this.defaultName = defaultName;
    }

    /** Makes an organization; one that exists stays as it is. */
    public void create(String name) throws SQLException {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "An organization needs a name of 1 to " + MAX_NAME_LENGTH + " characters.");
        }
        Texts.check("name of the organization", name);
        database.autoCommit(connection -> {
            if (find(connection, name).isEmpty()) {
                ADD.on(connection).set("name", name).set("now", clock.now()).run();
            }
            return null;
        });
    }

    /** Whether there is an organization of this name. */
    public boolean exists(String name) throws SQLException {
        Texts.check("name of the organization", name);
        return database.autoCommit(connection -> find(connection, name)).isPresent();
    }

    public List<String> all() throws SQLException {
        return database.autoCommit(connection -> ALL.on(connection).query(row -> row.getString("name")));
    }

    /**
     * An organization as people see it.
     *
     * @param weight its turns in proportion to those of the others, 1 to 1000
     */
    public record Organization(String name, int weight, Instant createdOn) {}

    /** All organizations by name, with their weights. */
    public List<Organization> list() throws SQLException {
        return database.autoCommit(connection -> ALL.on(connection)
                .query(row -> new Organization(
                        row.getString("name"), row.getInt("weight"), Rows.requiredTime(row, "created_on"))));
    }

    /**
     * Gives an organization its turns in proportion to those of the others: with 1 and 3, the second one gets three times
     * as much done while both have work. Every node knows within a second, and the log of the service keeps who did it. An
     * unknown name is refused with 0x80040217, a weight that is not 1 to 1000 with 0x80040203.
     */
    public void setWeight(String name, int weight, Author author) throws SQLException {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "The weight of an organization is 1 to " + MAX_WEIGHT + "; got " + weight + ".");
        }
        Texts.check("name of the organization", name);
        boolean exists = database.inTransaction(connection -> {
            List<Weighing> weighings = SET_WEIGHT
                    .on(connection)
                    .set("name", name)
                    .set("weight", weight)
                    .query(row -> new Weighing(row.getInt("organization_id"), row.getInt("before")));
            for (Weighing weighing : weighings) {
                ServiceLog.write(
                        connection,
                        clock.now(),
                        author,
                        weighing.organization(),
                        "gave the organization '" + name + "' the weight " + weight + " in place of "
                                + weighing.before());
            }
            return !weighings.isEmpty();
        });
        if (!exists) {
            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault("There is no organization '" + name + "'; create it first.");
        }
    }

    private record Weighing(int organization, int before) {}

    public String defaultName() {
        return defaultName;
    }

    /** The number of an organization (null: the default one); an unknown name is refused with 0x80040217. */
    int number(@Nullable String name) throws SQLException {
        Integer known = numbers.get(name == null ? defaultName : name);
        return known != null ? known : database.autoCommit(connection -> number(connection, name));
    }

    /**
     * The number by which the view {@code nightshift.asyncoperation} knows an organization (null: the default one), asked
     * through a connection of the caller: whoever holds the only connection of a pool must not wait for another. It never
     * changes. An unknown name is refused with 0x80040217.
     */
    public int number(Connection connection, @Nullable String name) throws SQLException {
        String wanted = name == null ? defaultName : name;
        Texts.check("name of the organization", wanted);
        return find(connection, wanted)
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is no organization '" + wanted + "'; create it first."));
    }

    /** The name of the organization with this number. */
    public String name(int number) throws SQLException {
        String known = names.get(number);
        if (known != null) {
            return known;
        }
        String name = database.autoCommit(connection ->
                        NAME.on(connection).set("organization", number).one(row -> row.getString("name")))
                .orElseThrow(() -> new SQLException("There is no organization with the number " + number));
        names.put(number, name);
        return name;
    }

    private Optional<Integer> find(Connection connection, String name) throws SQLException {
        Integer known = numbers.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Integer> found = FIND.on(connection).set("name", name).one(row -> row.getInt("organization_id"));
        found.ifPresent(number -> {
            numbers.put(name, number);
            names.put(number, name);
        });
        return found;
    }
}
