package io.nightshift.benchmarks.report;

import io.nightshift.benchmarks.scenario.Scenario;
import io.nightshift.benchmarks.stage.BenchDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The results, one JSON file and one CSV file for each scenario; a later measuring of it replaces them. */
public final class Folder {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;

    public Folder(Path path) throws IOException {
        this.path = Files.createDirectories(path);
    }

    public static Map<String, String> conditions(BenchDatabase database, String command, Path home)
            throws SQLException, IOException {
        return Conditions.read(database, command, home);
    }

    public void write(Result result) throws IOException {
        Files.writeString(path.resolve(result.scenario() + ".json"), JSON.writeValueAsString(result) + "\n");
        StringBuilder csv = new StringBuilder("scenario,case,run,figure,value\n");
        result.runs().forEach((which, runs) -> {
            for (int run = 0; run < runs.size(); run++) {
                String line = result.scenario() + "," + (which.contains(",") ? '"' + which + '"' : which) + ","
                        + (run + 1) + ",";
                runs.get(run)
                        .forEach((figure, value) -> csv.append(line)
                                .append(figure)
                                .append(',')
                                .append(value)
                                .append('\n'));
            }
        });
        Files.writeString(path.resolve(result.scenario() + ".csv"), csv);
    }

    /** The latest result of a scenario, if it was ever measured. */
    Optional<Result> read(Scenario scenario) throws IOException {
        Path file = path.resolve(scenario.name() + ".json");
        return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), Result.class)) : Optional.empty();
    }

    /** Every scenario that has a result, in the order given. */
    List<Scenario> measured(List<Scenario> scenarios) {
        return scenarios.stream()
                .filter(scenario -> Files.exists(path.resolve(scenario.name() + ".json")))
                .toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
