package io.nightshift.server.signin;

import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import io.nightshift.sdk.FaultCode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** The passwords of users, of which slow hashes are kept. Thread-safe. */
public final class Passwords {

    /** What NIST asks for where a password is all there is; length is what counts. */
    public static final int SHORTEST = 12;

    private static final int LONGEST = 200;

    /** So many are checked at once: each takes a core for a good part of a second. */
    private final Semaphore cores = new Semaphore(2);

    /** What an unknown user's password is compared with, so that the time of a refusal tells nothing. */
    private static final String NOBODYS = PasswordHash.nobodys();

    private final Database database;
    private final ServiceClock clock;

    Passwords(Database database, ServiceClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Sets a user's password and ends the user's sessions.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040203 when it is shorter than {@link #SHORTEST} characters
     */
    public void set(Caller user, String password) throws SQLException {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "A password has " + SHORTEST + " to " + LONGEST + " characters; a few words do well.");
        }
        String hash = PasswordHash.of(password);
        database.inTransaction(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement("""
                    insert into signin.password (organization, user_id, hash, changed_on) values (?, ?, ?, ?)
                    on conflict (organization, user_id) do update set hash = excluded.hash,
                        changed_on = excluded.changed_on""")) {
                upsert.setString(1, user.organization());
                upsert.setObject(2, user.userId());
                upsert.setString(3, hash);
                upsert.setObject(4, Credentials.time(clock.now()));
                upsert.executeUpdate();
            }
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from signin.session where organization = ? and user_id = ?")) {
                delete.setString(1, user.organization());
                delete.setObject(2, user.userId());
                return delete.executeUpdate();
            }
        });
    }

    /** Whether this is the user's password; an unknown user takes as long as a known one. */
    boolean matches(Optional<Caller> user, String password) throws SQLException {
        Optional<String> stored = user.isEmpty()
                ? Optional.empty()
                : stored(user.get().organization(), user.get().userId());
        if (password.length() > LONGEST) {
            return false;
        }
        cores.acquireUninterruptibly();
        try {
            return PasswordHash.matches(password, stored.orElse(NOBODYS)) && stored.isPresent();
        } finally {
            cores.release();
        }
    }

    private Optional<String> stored(String organization, UUID userId) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select hash from signin.password where organization = ? and user_id = ?")) {
                select.setString(1, organization);
                select.setObject(2, userId);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
                }
            }
        });
    }
}
