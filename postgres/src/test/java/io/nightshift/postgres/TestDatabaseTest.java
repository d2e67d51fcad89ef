package io.nightshift.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

class TestDatabaseTest {
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void everyTestGetsItsOwnEmptyDatabaseAndLeavesNoneBehind(TestDatabase.Version version) throws SQLException {
        PGSimpleDataSource gone;
        try (TestDatabase first = TestDatabase.create(version);
                TestDatabase second = TestDatabase.create(version);
                var connection = first.dataSource().getConnection();
                var other = second.dataSource().getConnection()) {
            connection.createStatement().execute("create table t (id int)");
            var tables = other.createStatement().executeQuery("select count(*) from pg_tables where tablename = 't'");
            tables.next();
            assertThat(tables.getInt(1)).isZero();
            assertThat(connection.getMetaData().getDatabaseMajorVersion())
                    .isEqualTo(version == TestDatabase.Version.PG15 ? 15 : 18);
            gone = first.dataSource();
        }
        assertThatThrownBy(gone::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("does not exist");
    }
}
