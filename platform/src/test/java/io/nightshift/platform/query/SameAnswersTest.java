package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.nightshift.platform.query.SameAnswers.Failure;
import io.nightshift.postgres.Seed;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random queries over random rows, from a {@link Seed} that is printed: tables and memory answer the same. */
class SameAnswersTest {

    private static final int WORLDS = 8;
    private static final int QUERIES = 50;
    private static final int LONG_WORLDS = 600;

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void tablesAndMemoryAnswerTheSame(TestDatabase.Version version) throws SQLException {
        compare(version, WORLDS, Seed.repeated());
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void tablesAndMemoryAnswerTheSameForLong(TestDatabase.Version version) throws SQLException {
        compare(version, LONG_WORLDS, Seed.drawn());
    }

    private static void compare(TestDatabase.Version version, int worlds, long seed) throws SQLException {
        System.out.println("Queries on " + version + ", seed " + seed);
        SameAnswers same = new SameAnswers();
        try (TestDatabase database = TestDatabase.create(version);
                Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            World.makeTables(connection);
            for (int world = 0; world < worlds; world++) {
                SplittableRandom random = new SplittableRandom(seed * 10_000 + world);
                RandomValues values = new RandomValues(random);
                Map<String, List<Entity>> rows = values.rows();
                RandomQueries queries = new RandomQueries(random, values);
                World.fill(connection, rows);
                for (int i = 0; i < QUERIES; i++) {
                    Optional<Failure> failure = same.compare(connection, rows, queries.next());
                    if (failure.isPresent()) {
                        fail("Seed " + seed + " on " + version + ". " + same.shrink(connection, failure.get()));
                    }
                }
            }
        }
        System.out.println(same.queries() + " queries on " + version + " with " + same.rows()
                + " rows in their answers, of " + same.pages() + " pages, seed " + seed);
        assertThat(same.rows()).as("answers that say something").isGreaterThan(same.queries());
    }
}
