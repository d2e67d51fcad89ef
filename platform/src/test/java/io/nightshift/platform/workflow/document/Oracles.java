package io.nightshift.platform.workflow.document;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.serverlessworkflow.api.WorkflowFormat;
import io.serverlessworkflow.api.WorkflowReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What others say of a definition: the schema of the DSL and the parser of its official SDK for Java, and the schema that we
 * publish. None of them uses the network. Thread-safe.
 */
final class Oracles {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Schema official;
    private final Schema ours;

    Oracles() throws IOException {
        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        try (InputStream schema =
                Objects.requireNonNull(WorkflowReader.class.getResourceAsStream("/schema/workflow.yaml"))) {
            official = schemas.getSchema(
                    tree(new String(schema.readAllBytes(), StandardCharsets.UTF_8))
                            .toString(),
                    InputFormat.JSON);
        }
        ours = schemas.getSchema(
                Files.readString(Path.of("..", "docs", "guide", "workflow.schema.json")), InputFormat.JSON);
    }

    /** The tree of a text in YAML. */
    static JsonNode tree(String yaml) {
        return MAPPER.valueToTree(
                new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(yaml));
    }

    /** The examples of the guide, by their files' names. */
    static List<Path> examples() {
        try (Stream<Path> files = Files.list(Path.of("..", "examples", "workflows"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What our reader refuses. */
    static List<String> problems(JsonNode definition) {
        Problems problems = new Problems();
        WorkflowDocument.read(definition.toString(), problems);
        return problems.all().stream().map(Problem::message).toList();
    }

    /** What the schema of the DSL refuses. */
    List<String> official(JsonNode definition) {
        return errors(official, definition);
    }

    /** What the schema that we publish refuses. */
    List<String> published(JsonNode definition) {
        return errors(ours, definition);
    }

    private static List<String> errors(Schema schema, JsonNode definition) {
        return schema.validate(definition.toString(), InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + " " + error.getKeyword() + " " + error.getMessage())
                .toList();
    }

    /** What the parser of the official SDK refuses; empty when it reads the definition. */
    static List<String> parser(JsonNode definition) {
        try {
            WorkflowReader.validation().read(definition.toString(), WorkflowFormat.JSON);
            return List.of();
        } catch (IOException | RuntimeException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
