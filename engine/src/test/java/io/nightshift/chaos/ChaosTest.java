package io.nightshift.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.chaos.JournalLine.What;
import io.nightshift.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three processes as nodes that are killed, stopped and drained while they run many operations in lanes, with retries,
 * checkpoints, pauses, postponements, holds and bulk moves. The journal and the logs of the nodes stay in {@code target/chaos}; the seed can
 * be given as {@code -Dnightshift.seed}.
 */
class ChaosTest {

    @Test
    void nothingIsLostOrCommittedTwiceAndLanesKeepTheirOrder() throws IOException, InterruptedException, SQLException {
        survives(TestDatabase.Version.PG18, new Storm.Force(20_000, 11, 4, 1));
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void alsoInALongerStormAndOnEveryVersion(TestDatabase.Version version)
            throws IOException, InterruptedException, SQLException {
        survives(version, new Storm.Force(60_000, 40, 12, 4));
    }

    private static void survives(TestDatabase.Version version, Storm.Force force)
            throws IOException, InterruptedException, SQLException {
        long seed = Long.getLong("nightshift.seed", 1);
        Path folder = Files.createDirectories(Path.of("target", "chaos", version.name()));
        Storm.Aftermath aftermath = new Storm(version, force, seed, folder).rage();
        Checker.Findings findings = Checker.check(aftermath.evidence());
        System.out.print(Report.of(version + ", seed " + seed, aftermath, findings));

        assertThat(findings.violations()).isEmpty();
        assertThat(HeldTarget.count(aftermath.evidence())).isGreaterThanOrEqualTo(5);
        assertThat(aftermath.bulkMoves()).isGreaterThanOrEqualTo(5);
        assertThat(aftermath.lockedAtKill()).hasSizeGreaterThanOrEqualTo(10).allMatch(locked -> locked >= 50);
        assertThat(aftermath.evidence().journal())
                .filteredOn(line -> line.what() == What.FENCED)
                .hasSizeGreaterThanOrEqualTo(3);
    }
}
