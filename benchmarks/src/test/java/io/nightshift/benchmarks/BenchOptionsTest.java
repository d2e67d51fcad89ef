package io.nightshift.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.scenario.Scenario;
import io.nightshift.benchmarks.scenario.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchOptionsTest {

    @Test
    void withoutAnyWordEverythingIsMeasuredInFullBesideTheJavaPeers() {
        BenchOptions options = BenchOptions.of(new String[] {});

        assertThat(options.scenarios()).isEqualTo(Scenarios.ALL);
        assertThat(options.runsOf(Scenarios.ALL.getFirst())).isEqualTo(5);
        assertThat(options.entrants())
                .contains(Entrant.RAW, Entrant.NIGHTSHIFT, Entrant.QUARTZ)
                .doesNotContain(Entrant.GRAPHILE);
    }

    @Test
    void scenariosPeersAndSizesAreChosen() {
        BenchOptions options = BenchOptions.of(
                new String[] {"idle", "drain", "--quick", "--peers", "pg-boss", "--scale=0.5", "--runs", "2"});

        assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("idle", "drain");
        assertThat(options.entrantsOf(options.scenarios().getFirst()))
                .containsExactly(Entrant.RAW, Entrant.NIGHTSHIFT, Entrant.PG_BOSS);
        assertThat(options.sizes().rows(1000, 100)).isEqualTo(50);
        assertThat(options.runsOf(options.scenarios().getFirst())).isEqualTo(2);
    }

    @Test
    void workflowsAreMeasuredBesideThoseWhoRunWorkflows() {
        BenchOptions options = BenchOptions.of(new String[] {"workflow", "--peers", "flowable,quartz"});

        assertThat(options.entrantsOf(options.scenarios().getFirst()))
                .containsExactly(Entrant.RAW_STEPS, Entrant.NIGHTSHIFT_WORKFLOWS, Entrant.FLOWABLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "drian | There is no scenario 'drian' (./run bench --list names them).",
                "--fast | The flag --fast is not known (./run bench --help lists all).",
                "--peers=mine | There is no peer 'mine': name some of",
                "--runs=many | 'many' is no number.",
                "--runs=1.5 | --runs is a number of 1 to 99; got 1.5.",
                "--scale=0 | --scale is a number above 0 and up to 10; got 0.0.",
                "--database | The flag --database needs a value after it."
            })
    void aWrongWordIsExplained(String word, String sentence) {
        assertThatThrownBy(() -> BenchOptions.of(new String[] {word}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }
}
