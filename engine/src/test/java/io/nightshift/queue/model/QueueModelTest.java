package io.nightshift.queue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.nightshift.operation.Kept;
import io.nightshift.operation.OperationType;
import io.nightshift.postgres.Seed;
import io.nightshift.postgres.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random sequences on the model and on the real statements, from a {@link Seed} that is printed. */
class QueueModelTest {

    private static final int LENGTH = 120;
    private static final int SEQUENCES = 150;
    /** So many when rows of the lifecycle are still rare after the usual number. */
    private static final int MOST_SEQUENCES = 450;

    private static final int LONG_SEQUENCES = 3000;
    private static final int MOST_FOR_A_FAULT = 150;
    private static final int MOST_FOR_A_RARE_FAULT = 600;
    private static final int LEAST_OF_EACH_ROW = 50;

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void theQueueDoesWhatTheModelDoes(TestDatabase.Version version) throws SQLException {
        compare(version, SEQUENCES, Seed.repeated());
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void theQueueDoesWhatTheModelDoesForLong(TestDatabase.Version version) throws SQLException {
        compare(version, LONG_SEQUENCES, Seed.drawn());
    }

    private static void compare(TestDatabase.Version version, int sequences, long seed) throws SQLException {
        Coverage coverage = new Coverage();
        try (TestDatabase database = TestDatabase.create(version);
                RealQueue real = new RealQueue(database.dataSource())) {
            Sequence sequence = new Sequence(real);
            System.out.println("Model of the queue on " + version + ", seed " + seed);
            int most = Math.max(sequences, MOST_SEQUENCES);
            for (int i = 0; i < sequences || (i < most && !rare(coverage).isEmpty()); i++) {
                Optional<Sequence.Failure> failure = sequence.random(seed * 10_000 + i, LENGTH, coverage);
                if (failure.isPresent()) {
                    fail("Seed " + seed + " on " + version + ". " + sequence.shrink(failure.get()));
                }
            }
            System.out.println(sequence.steps() + " steps on " + version + ", seed " + seed
                    + "; how often each row of the lifecycle was taken:\n" + coverage.table());
        }
        assertThat(rare(coverage))
                .as("rows of the lifecycle that were taken too rarely, seed " + seed)
                .isEmpty();
    }

    private static Map<String, Integer> rare(Coverage coverage) {
        return coverage.below(LEAST_OF_EACH_ROW);
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.queue.model.Fault#inEveryCheck")
    void aPlantedFaultIsFound(Fault fault) throws SQLException {
        find(fault, MOST_FOR_A_FAULT, Seed.repeated());
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("io.nightshift.queue.model.Fault#others")
    void anotherPlantedFaultIsFound(Fault fault) throws SQLException {
        find(fault, MOST_FOR_A_RARE_FAULT, Seed.drawn());
    }

    private static void find(Fault fault, int most, long seed) throws SQLException {
        FaultySource faulty = new FaultySource(fault);
        Coverage coverage = new Coverage();
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
                RealQueue real = new RealQueue(faulty.around(database.dataSource()))) {
            Sequence sequence = new Sequence(real);
            for (int i = 0; i < most; i++) {
                Optional<Sequence.Failure> failure = sequence.random(seed * 10_000 + i, LENGTH, coverage);
                if (failure.isPresent()) {
                    Sequence.Failure smallest = sequence.shrink(failure.get());
                    System.out.println(
                            fault + " was found in sequence " + (i + 1) + ", seed " + seed + ". " + smallest);
                    return;
                }
            }
        }
        assertThat(faulty.isPlanted())
                .as("the statement with the fragment that " + fault + " replaces was met")
                .isTrue();
        fail(fault + " was not found in " + most + " sequences, seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatADeadNodeHeldComesBackInPages(TestDatabase.Version version) throws SQLException {
        List<Step.Request> many = IntStream.range(0, 1200)
                .mapToObj(i -> new Step.Request(
                        "o" + i, OperationType.CUSTOM, "a", Kept.LONG, null, null, null, Step.Identity.NONE, null))
                .toList();
        List<Step> steps = List.of(
                new Step.Start(0),
                new Step.Start(1),
                new Step.Enqueue(many, Step.Through.OWN_TRANSACTION),
                new Step.Claim(0, many.size()),
                new Step.DeclareDead(0, false),
                new Step.Chore(Step.Kind.RESCUE),
                new Step.Claim(1, many.size()),
                new Step.End(1),
                new Step.Chore(Step.Kind.RESCUE));
        try (TestDatabase database = TestDatabase.create(version);
                RealQueue real = new RealQueue(database.dataSource())) {
            assertThat(new Sequence(real).replay(0, steps)).isEmpty();
        }
    }
}
