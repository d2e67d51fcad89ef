package io.nightshift.platform.workflow.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our definitions are a subset of the DSL: what our reader accepts, the schema of the DSL and the parser of its official SDK
 * accept, and so does the schema that we publish. What that schema accepts and our reader refuses, no schema can say.
 */
class OfficialDslTest {

    /** What only a reader can see: names that collide or lead nowhere, expressions, and what depends on several members. */
    private static final Pattern BEYOND_A_SCHEMA = Pattern.compile(String.join(
            "|",
            ".*cannot be the name of a (step|variable).*",
            "two steps are called .*",
            "then '.*' names no step beside it.*",
            ".*is not expected there; a name begins with a dot.*",
            "the expression (ends too early|is nested too deeply|cannot be read|after '\\$\\{' has no end).*",
            "an e-mail has a template, or subject and body",
            "an update changes at least one attribute.*",
            "a branch of a fork is, or begins with, a wait or listen",
            ".*is not between 0 and 100 years"));

    private static Oracles oracles;

    @BeforeAll
    static void read() throws IOException {
        oracles = new Oracles();
    }

    static List<Path> examples() {
        return Oracles.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsReadByAll(Path example) throws IOException {
        JsonNode definition = Oracles.tree(Files.readString(example));
        assertThat(Oracles.problems(definition)).isEmpty();
        acceptedByAll(definition);
    }

    @Test
    void whatWeAcceptTheOthersAcceptToo() {
        compare(240);
    }

    @Tag("long")
    @Test
    void whatWeAcceptOfManyTheOthersAcceptToo() {
        compare(6_000);
    }

    private static void compare(int definitions) {
        int accepted = 0;
        for (int seed = 0; seed < definitions; seed++) {
            RandomDefinition random = new RandomDefinition(seed);
            ObjectNode definition = random.make();
            for (int changes = seed % 4; changes > 1; changes--) {
                random.mutilate(definition);
            }
            List<String> problems = Oracles.problems(definition);
            if (problems.isEmpty()) {
                accepted++;
                acceptedByAll(definition);
            } else if (oracles.published(definition).isEmpty()) {
                assertThat(problems).as(definition.toString()).allMatch(BEYOND_A_SCHEMA.asMatchPredicate());
            }
        }
        // Half of them are not mutilated at all.
        assertThat(accepted).isBetween(definitions / 2, definitions * 3 / 4);
    }

    private static void acceptedByAll(JsonNode definition) {
        assertThat(oracles.published(definition)).as("ours: " + definition).isEmpty();
        assertThat(oracles.official(definition)).as("the DSL: " + definition).isEmpty();
        assertThat(Oracles.parser(definition)).as("the SDK: " + definition).isEmpty();
    }

    /** What the DSL has and we do not: both schemas tell them apart, and our reader says so in its own words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "emit: {event: {with: {source: 'https://example.org', type: a}}}",
                "call: grpc\nwith: {proto: {endpoint: 'file://a'}, service: {name: a, host: b}, method: c}",
                "run: {shell: {command: ls}}",
                "run: {script: {language: js, code: '1'}}",
                "run: {await: true, workflow: {namespace: a, name: b, version: 1.0.0}}",
                "fork: {compete: false, branches: [{a: {wait: {days: 1}}}, {b: {wait: {days: 2}}}]}",
                "for: {each: it, in: '${ .record.name }', at: place}\ndo: [{a: {wait: {days: 1}}}]",
                "for: {each: it, in: '${ .record.name }'}\nwhile: '${ true }'\ndo: [{a: {wait: {days: 1}}}]",
                "listen: {to: {any: [{with: {type: record, when: .record.statecode == 1}}]}}",
                "wait: P1Y",
                "set: {a: 1}\noutput: {as: '${ . }'}",
                "raise: {error: named}",
                "call: somebody/else@1.0.0\nwith: {a: b}"
            })
    void whatTheDslHasBeyondOursIsRefused(String task) {
        JsonNode definition = Oracles.tree(
                "document: {dsl: 1.0.0, namespace: test, name: more, version: 1.0.0}\ndo:\n- one:\n" + task.indent(4));
        assertThat(oracles.official(definition)).isEmpty();
        assertThat(oracles.published(definition)).isNotEmpty();
        assertThat(Oracles.problems(definition)).isNotEmpty();
    }
}
