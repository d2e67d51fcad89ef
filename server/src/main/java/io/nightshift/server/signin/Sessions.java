package io.nightshift.server.signin;

import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sign-in of people by name and password, kept by a cookie. Sessions lie in the database, so that every node knows them
 * and one that is ended is ended everywhere. Thread-safe.
 *
 * <p>The cookie's value is random and changes every quarter of an hour; for a minute the one before is good, too, for
 * requests that were on their way. When an older one comes after that, somebody has a copy, and the session ends. A session
 * ends after eight hours without a request, and a day after it began.
 */
public final class Sessions {

    /** The cookie's name. */
    public static final String COOKIE = "nightshift_session";

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration IDLE = Duration.ofHours(8);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration ROTATION = Duration.ofMinutes(15);
    private static final Duration OVERLAP = Duration.ofMinutes(1);
    private static final Duration SEEN = Duration.ofMinutes(1);

    /** What became of an attempt to sign in. */
    public sealed interface Attempt {
        /** It is the user. */
        record SignedIn(Session session) implements Attempt {}

        /** Name or password is wrong; which of them, nobody is told. */
        record Refused() implements Attempt {}

        /** Too many have failed; try again after this time. */
        record TooMany(Duration retryAfter) implements Attempt {}
    }

    /**
     * A session.
     *
     * @param csrf what every form and every request that changes something carries beside the cookie
     * @param cookie the cookie's new value, to be sent with the answer; null when the browser has the right one
     */
    public record Session(
            UUID id, Caller caller, String csrf, @Nullable String cookie) {

        /** Whether a request carries this session's token. */
        public boolean csrfMatches(@Nullable String given) {
            return given != null && MessageDigest.isEqual(Token.digest(given), Token.digest(csrf));
        }

        /** The header {@code Set-Cookie} for the new value; null when there is none. */
        public @Nullable String setCookie(boolean https) {
            return cookie == null ? null : cookieHeader(cookie, https);
        }
    }

    private final Database database;
    private final ServiceClock clock;
    private final Users users;
    private final Passwords passwords;
    private final Failures failures;

    Sessions(Database database, ServiceClock clock, Users users, Passwords passwords, Failures failures) {
        this.database = database;
        this.clock = clock;
        this.users = users;
        this.passwords = passwords;
        this.failures = failures;
    }

    /**
     * Signs a user in.
     *
     * @param name the user name, {@code domainname} of the user, whatever its case
     * @param address where the attempt comes from
     */
    public Attempt signIn(String organization, String name, String password, String address) throws SQLException {
        String key = organization + " " + name.toLowerCase(Locale.ROOT);
        Optional<Duration> wait = failures.wait(key, address);
        if (wait.isPresent()) {
            LOG.warn("Refused a sign-in from {}: too many have failed.", address);
            return new Attempt.TooMany(wait.get());
        }
        Optional<Caller> user = name.isBlank() ? Optional.empty() : users.by(organization, "domainname", name);
        if (!passwords.matches(user, password)) {
            failures.failed(key, address);
            LOG.warn("Refused a sign-in from {}: wrong name or password.", address);
            return new Attempt.Refused();
        }
        failures.succeeded(key);
        return new Attempt.SignedIn(begin(user.orElseThrow()));
    }

    /** Begins a session for a caller who has proved to be this user, by a token for example. */
    public Session begin(Caller caller) throws SQLException {
        UUID id = UUID.randomUUID();
        String value = Token.make();
        OffsetDateTime now = Credentials.time(clock.now());
        database.inTransaction(connection -> {
            deleteEnded(connection);
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into signin.session (id, hash, organization, user_id, name, made_on, rotated_on, seen_on)
                    values (?, ?, ?, ?, ?, ?, ?, ?)""")) {
                insert.setObject(1, id);
                insert.setString(2, Token.hash(value));
                insert.setString(3, caller.organization());
                insert.setObject(4, caller.userId());
                insert.setString(5, caller.name());
                insert.setObject(6, now);
                insert.setObject(7, now);
                insert.setObject(8, now);
                return insert.executeUpdate();
            }
        });
        return new Session(id, caller, csrf(id), value);
    }

    private void deleteEnded(Connection connection) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from signin.session where seen_on < ? or made_on < ?")) {
            delete.setObject(1, Credentials.time(clock.now().minus(IDLE)));
            delete.setObject(2, Credentials.time(clock.now().minus(LONGEST)));
            delete.executeUpdate();
        }
    }

    /** What is stored of a session. */
    private record Row(UUID id, boolean present, Caller caller, Instant madeOn, Instant rotatedOn, Instant seenOn) {}

    /**
     * The session that a cookie belongs to; empty when there is none or when it has ended.
     *
     * @param cookies the header {@code Cookie}, or null
     */
    public Optional<Session> current(@Nullable String cookies) throws SQLException {
        String value = value(cookies);
        if (value == null) {
            return Optional.empty();
        }
        String hash = Token.hash(value);
        return database.inTransaction(connection -> {
            Optional<Row> found = find(connection, hash);
            return found.isEmpty() ? Optional.empty() : used(connection, found.get(), hash);
        });
    }

    private static Optional<Row> find(Connection connection, String hash) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select id, hash = ?, name, organization, user_id, made_on, rotated_on, seen_on
                from signin.session where hash = ? or previous_hash = ?""")) {
            select.setString(1, hash);
            select.setString(2, hash);
            select.setString(3, hash);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Row(
                                rows.getObject(1, UUID.class),
                                rows.getBoolean(2),
                                new Caller(rows.getString(3), rows.getString(4), rows.getObject(5, UUID.class)),
                                rows.getObject(6, OffsetDateTime.class).toInstant(),
                                rows.getObject(7, OffsetDateTime.class).toInstant(),
                                rows.getObject(8, OffsetDateTime.class).toInstant()))
                        : Optional.empty();
            }
        }
    }

    private Optional<Session> used(Connection connection, Row row, String hash) throws SQLException {
        Instant now = clock.now();
        boolean stale = !row.present() && now.isAfter(row.rotatedOn().plus(OVERLAP));
        if (stale
                || now.isAfter(row.seenOn().plus(IDLE))
                || now.isAfter(row.madeOn().plus(LONGEST))) {
            if (stale) {
                LOG.warn(
                        "Ended a session of {}: a cookie came that was replaced long ago.",
                        row.caller().name());
            }
            end(connection, row.id());
            return Optional.empty();
        }
        String next = null;
        if (row.present() && now.isAfter(row.rotatedOn().plus(ROTATION))) {
            next = rotated(connection, row.id(), hash);
        } else if (now.isAfter(row.seenOn().plus(SEEN))) {
            try (PreparedStatement update =
                    connection.prepareStatement("update signin.session set seen_on = ? where id = ?")) {
                update.setObject(1, Credentials.time(now));
                update.setObject(2, row.id());
                update.executeUpdate();
            }
        }
        return Optional.of(new Session(row.id(), row.caller(), csrf(row.id()), next));
    }

    /** A new value; null when another request was quicker, whose answer brings it. */
    private @Nullable String rotated(Connection connection, UUID id, String hash) throws SQLException {
        String next = Token.make();
        OffsetDateTime now = Credentials.time(clock.now());
        try (PreparedStatement update = connection.prepareStatement("""
                update signin.session set hash = ?, previous_hash = hash, rotated_on = ?, seen_on = ?
                where id = ? and hash = ?""")) {
            update.setString(1, Token.hash(next));
            update.setObject(2, now);
            update.setObject(3, now);
            update.setObject(4, id);
            update.setString(5, hash);
            return update.executeUpdate() == 1 ? next : null;
        }
    }

    /** Ends a session, on every node. */
    public void signOut(Session session) throws SQLException {
        database.inTransaction(connection -> end(connection, session.id()));
    }

    private static int end(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from signin.session where id = ?")) {
            delete.setObject(1, id);
            return delete.executeUpdate();
        }
    }

    /** The header {@code Set-Cookie} that takes the cookie away. */
    public static String noCookie() {
        return COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";
    }

    private static String cookieHeader(String value, boolean https) {
        return COOKIE + "=" + value + "; Path=/; Max-Age=" + LONGEST.toSeconds() + "; HttpOnly; SameSite=Lax"
                + (https ? "; Secure" : "");
    }

    /** The session's id never leaves the server, so what is made of it cannot be guessed. */
    private static String csrf(UUID id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Token.digest("csrf " + id));
    }

    private static @Nullable String value(@Nullable String cookies) {
        if (cookies == null) {
            return null;
        }
        for (String cookie : cookies.split(";", -1)) {
            String[] parts = cookie.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equals(COOKIE) && !parts[1].isEmpty()) {
                return parts[1];
            }
        }
        return null;
    }
}
