package io.nightshift.platform.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Looks at the tables, and changes them, by other ways than the platform. */
record PlainSql(DataSource pool) {

    void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    /** The blocks that a query touches. */
    long blocks(String query) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet plan =
                        statement.executeQuery("explain (analyze, buffers, timing off, format json) " + query)) {
            assertThat(plan.next()).isTrue();
            Matcher found =
                    Pattern.compile("\"Shared (?:Hit|Read) Blocks\": (\\d+)").matcher(plan.getString(1));
            // Those of the uppermost node come first: what it hit, and what it read.
            assertThat(found.find()).isTrue();
            long hit = Long.parseLong(found.group(1));
            assertThat(found.find()).isTrue();
            return hit + Long.parseLong(found.group(1));
        }
    }
}
