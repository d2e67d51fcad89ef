package io.nightshift.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.benchmarks.scenario.Scenario;
import io.nightshift.benchmarks.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuidePageTest {

    private static final Scenario DRAIN = Scenarios.ALL.getFirst();

    @TempDir
    Path folder;

    private GuidePage page(Folder results) throws IOException {
        Path guide = Files.createDirectories(folder.resolve("guide"));
        Files.writeString(guide.resolve("performance.md"), """
                Written by hand.
                <!-- bench:goals -->
                stale
                <!-- /bench:goals -->
                Also by hand.
                <!-- bench:results -->
                <!-- /bench:results -->
                The end.
                """);
        return new GuidePage(guide, results);
    }

    private String written() throws IOException {
        return Files.readString(folder.resolve("guide/performance.md"));
    }

    @Test
    void whatWasNotMeasuredSaysSoAndWhatAPersonWroteStays() throws IOException {
        page(new Folder(folder.resolve("results"))).renew(Scenarios.ALL);

        assertThat(written())
                .contains("| drain of 100k no-op operations | ≥ 0.6 of the raw loop | not measured yet |  |")
                .contains("Written by hand.", "Also by hand.", "The end.")
                .doesNotContain("stale");
    }

    @Test
    void figuresComeFromTheLatestResultWithItsCommandAndWhatDisturbedIt() throws IOException {
        Folder results = new Folder(folder.resolve("results"));
        Result result =
                Result.empty("drain", Map.of("command", "./run bench drain", "date", "2026-01-02"), List.of("raw"));
        result.runs().put("nightshift", List.of(run(40_000, 0.1), run(30_000, 0.9), run(35_000, 0.1)));
        result.runs().put("raw", List.of(run(50_000, 0.1)));
        result.failures().put("quartz", "no schema");
        results.write(result);

        GuidePage page = page(results);
        page.renew(Scenarios.ALL);
        page.renew(Scenarios.ALL);

        assertThat(written())
                .contains("| ≥ 0.6 of the raw loop | 0.70 × raw loop | reached |")
                .contains("| ≥ 15 × JobRunr | not measured yet |  |")
                .contains("| Nightshift | 3 | 35,000 |")
                .contains("30,000 to 40,000")
                .contains("`./run bench drain`, scenario `drain`, 2026-01-02")
                .contains("during 1 of its runs")
                .contains("Failed: quartz (no schema).")
                .containsOnlyOnce("### " + DRAIN.question());
        assertThat(Files.readString(folder.resolve("guide/performance/drain.svg")))
                .startsWith("<svg")
                .contains("Nightshift", "raw loop", "prefers-color-scheme: dark");
        assertThat(Files.readString(folder.resolve("results/drain.csv")))
                .startsWith("scenario,case,run,figure,value\n")
                .contains("drain,nightshift,2,rate,30000.0\n");
    }

    @Test
    void everyScenarioHasANameOfItsOwnAndSaysWhatItShows() {
        assertThat(Scenarios.ALL).extracting(Scenario::name).doesNotHaveDuplicates();
        assertThat(Scenarios.ALL).allSatisfy(scenario -> {
            assertThat(scenario.question()).endsWith("?");
            assertThat(scenario.columns()).isNotEmpty();
            // One that only gives rates has no line in the table of goals.
            assertThat(scenario.goals().isEmpty())
                    .isEqualTo(Set.of("records", "webapi").contains(scenario.name()));
            assertThat(scenario.cases(Set.of())).doesNotContainNull();
        });
    }

    private static Map<String, Double> run(double rate, double others) {
        return Map.of("rate", rate, "other_cores", others);
    }
}
