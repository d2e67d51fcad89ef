package io.nightshift.server.signin;

import io.nightshift.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** The tables of sign-in, in a schema of their own: they belong to the server, not to an organization, and no query reaches them. */
final class SignInTables {

    private static final Set<String> MADE_MEANWHILE = Set.of("42P06", "42P07", "23505", "42710");

    private static final String TABLES = """
            create schema if not exists signin;
            create table if not exists signin.credential (
                id uuid primary key,
                kind text not null check (kind in ('token', 'application')),
                hash text not null unique,
                name text not null,
                organization text not null,
                user_id uuid not null,
                made_on timestamptz not null,
                expires_on timestamptz,
                revoked_on timestamptz);
            create table if not exists signin.password (
                organization text not null,
                user_id uuid not null,
                hash text not null,
                changed_on timestamptz not null,
                primary key (organization, user_id));
            create table if not exists signin.session (
                id uuid primary key,
                hash text not null unique,
                previous_hash text unique,
                organization text not null,
                user_id uuid not null,
                name text not null,
                made_on timestamptz not null,
                rotated_on timestamptz not null,
                seen_on timestamptz not null);
            create index if not exists session_of_user on signin.session (organization, user_id);
            create table if not exists signin.signing_key (
                one boolean primary key check (one),
                secret text not null);
            """;

    private SignInTables() {}

    /** Makes what is not there. Several nodes may start at once. */
    static void make(Database database) throws SQLException {
        try {
            database.inTransaction(SignInTables::create);
        } catch (SQLException e) {
            if (e.getSQLState() == null || !MADE_MEANWHILE.contains(e.getSQLState())) {
                throw e;
            }
            // Another node was quicker with a part; the rest is left to do.
            database.inTransaction(SignInTables::create);
        }
    }

    private static boolean create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(TABLES);
        }
    }
}
