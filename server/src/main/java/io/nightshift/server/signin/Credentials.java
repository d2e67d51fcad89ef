package io.nightshift.server.signin;

import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import io.nightshift.sdk.FaultCode;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens, and the secrets of applications, of which only hashes are kept: both are random and long, so nobody can
 * try them all. Every use asks the database, so that what is revoked ends at once on every node. Thread-safe.
 */
public final class Credentials {

    /** What a secret is for. */
    public enum Kind {
        /** Sent with every request. */
        TOKEN,
        /** Exchanged for short-lived access tokens. */
        APPLICATION;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A secret just made; it is shown once. */
    public record Made(UUID id, String secret) {}

    /**
     * What is known of a secret.
     *
     * @param name what people call it
     * @param expiresOn null when it stays good until it is revoked
     */
    public record Credential(
            UUID id,
            Kind kind,
            String name,
            UUID userId,
            Instant madeOn,
            @Nullable Instant expiresOn,
            @Nullable Instant revokedOn) {}

    private static final String GOOD = " and revoked_on is null and (expires_on is null or expires_on > ?)";

    private final Database database;
    private final ServiceClock clock;

    Credentials(Database database, ServiceClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a secret that proves to be this user; the caller's name is what it will be called.
     *
     * @param expiresOn null for a secret that stays good until it is revoked
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040203 when it lies in the past
     */
    public Made make(Kind kind, Caller user, @Nullable Instant expiresOn) throws SQLException {
        if (expiresOn != null && expiresOn.isBefore(clock.now())) {
            throw FaultCode.INVALID_ARGUMENT.fault("A token cannot end in the past, as " + expiresOn + " is.");
        }
        Made made = new Made(UUID.randomUUID(), Token.make());
        database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into signin.credential (id, kind, hash, name, organization, user_id, made_on, expires_on)
                    values (?, ?, ?, ?, ?, ?, ?, ?)""")) {
                insert.setObject(1, made.id());
                insert.setString(2, kind.word());
                insert.setString(3, Token.hash(made.secret()));
                insert.setString(4, user.name());
                insert.setString(5, user.organization());
                insert.setObject(6, user.userId());
                insert.setObject(7, time(clock.now()));
                insert.setObject(8, expiresOn == null ? null : time(expiresOn));
                return insert.executeUpdate();
            }
        });
        return made;
    }

    /** Those of an organization, the newest first. */
    public List<Credential> list(String organization) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select id, kind, name, user_id, made_on, expires_on, revoked_on
                    from signin.credential where organization = ? order by made_on desc, id""")) {
                select.setString(1, organization);
                List<Credential> found = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Credential(
                                rows.getObject(1, UUID.class),
                                Kind.valueOf(rows.getString(2).toUpperCase(Locale.ROOT)),
                                rows.getString(3),
                                rows.getObject(4, UUID.class),
                                rows.getObject(5, OffsetDateTime.class).toInstant(),
                                instant(rows.getObject(6, OffsetDateTime.class)),
                                instant(rows.getObject(7, OffsetDateTime.class))));
                    }
                }
                return found;
            }
        });
    }

    /** Ends a secret for good; false when the organization has none of this id that is still good. */
    public boolean revoke(String organization, UUID id) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    update signin.credential set revoked_on = ?
                    where organization = ? and id = ? and revoked_on is null""")) {
                update.setObject(1, time(clock.now()));
                update.setString(2, organization);
                update.setObject(3, id);
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Whose token this is, if it is good. */
    Optional<Caller> token(String token) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select name, organization, user_id from signin.credential where hash = ? and kind = 'token'"
                            + GOOD)) {
                select.setString(1, Token.hash(token));
                select.setObject(2, time(clock.now()));
                return caller(select);
            }
        });
    }

    /** Whose application this is, if its secret is right and it is good. */
    Optional<Caller> application(UUID clientId, String secret) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select name, organization, user_id, hash from signin.credential"
                            + " where id = ? and kind = 'application'" + GOOD)) {
                select.setObject(1, clientId);
                select.setObject(2, time(clock.now()));
                try (ResultSet rows = select.executeQuery()) {
                    boolean right = rows.next()
                            && MessageDigest.isEqual(
                                    Token.digest(secret), HexFormat.of().parseHex(rows.getString(4)));
                    return right
                            ? Optional.of(
                                    new Caller(rows.getString(1), rows.getString(2), rows.getObject(3, UUID.class)))
                            : Optional.empty();
                }
            }
        });
    }

    /** Whose application this is, if it is good still; its secret was right a while ago. */
    Optional<Caller> application(UUID clientId) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select name, organization, user_id from signin.credential"
                            + " where id = ? and kind = 'application'" + GOOD)) {
                select.setObject(1, clientId);
                select.setObject(2, time(clock.now()));
                return caller(select);
            }
        });
    }

    private static Optional<Caller> caller(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            return rows.next()
                    ? Optional.of(new Caller(rows.getString(1), rows.getString(2), rows.getObject(3, UUID.class)))
                    : Optional.empty();
        }
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
