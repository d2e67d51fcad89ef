package io.nightshift.platform.workflow.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.StandardEntities;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people write when they write a workflow by hand, and the sentence each gets. */
class MistakesTest {

    private static final Map<String, EntityMetadata> ENTITIES = StandardEntities.definitions().entities().stream()
            .collect(Collectors.toMap(EntityMetadata::logicalName, Function.identity()));

    private static final DefinitionCheck.Entities KNOWN = new DefinitionCheck.Entities() {
        @Override
        public boolean has(String entity) {
            return ENTITIES.containsKey(entity);
        }

        @Override
        public boolean has(String entity, String attribute) {
            return has(entity) && ENTITIES.get(entity).find(attribute).isPresent();
        }

        @Override
        public @Nullable String target(String entity, String attribute) {
            Set<String> targets = has(entity, attribute)
                    ? Set.copyOf(
                            ENTITIES.get(entity).attribute(attribute).type().targetEntities())
                    : Set.of();
            return targets.size() == 1 ? targets.iterator().next() : null;
        }
    };

    /** The first lines of each document; the steps begin at line 3. */
    private static final String HEAD = """
            document: { dsl: '1.0.0', namespace: test, name: mistakes, version: '1.0.0' }
            do:
            """;

    private static String problems(String document) {
        Problems problems = new Problems();
        WorkflowDocument read = WorkflowDocument.read(document, problems);
        if (problems.all().isEmpty()) {
            DefinitionCheck.check(read, "account", KNOWN, problems);
        }
        return problems.all().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** What the mistake is, the steps, the sentence. */
    static final List<Arguments> MISTAKES = List.of(
            Arguments.of(
                    "what the step does is not indented",
                    "- ask:\n  call: create\n  with: { entity: task }",
                    "line 3: a step is one name with what it does; found side by side are ask, call, with: what the step does stands deeper than its name"),
            Arguments.of(
                    "indented by one too few",
                    "- ask:\n    call: create\n   with: { entity: task }",
                    "line 5: this is neither YAML nor JSON: the line does not fit those above it; look at how far they are indented, and put a text with a colon in quotes"),
            Arguments.of(
                    "a tab",
                    "- ask:\n\tcall: create",
                    "line 4: this is neither YAML nor JSON: there is a tab; lines are indented by spaces"),
            Arguments.of(
                    "a colon in a text",
                    "- say: { call: update, with: { set: { name: x } } }\n- more: a: b",
                    "line 4: this is neither YAML nor JSON: the line does not fit those above it; look at how far they are indented, and put a text with a colon in quotes"),
            Arguments.of(
                    "a bracket that is not closed",
                    "- pause: { wait: PT1S",
                    "line 4: this is neither YAML nor JSON: the text ends too early; a bracket or quotation mark is not closed"),
            Arguments.of("no dash", "wait: { wait: PT1S }", "line 3: a list is expected here, each part after a '-'"),
            Arguments.of("nothing in the step", "- ask:", "line 3, step 'ask': what the step does is missing"),
            Arguments.of(
                    "an attribute that is misspelled",
                    "- ask: { call: create, with: { entity: task, attributes: { subjekt: Call } } }",
                    "line 3, step 'ask': the entity task has no attribute 'subjekt'"),
            Arguments.of(
                    "an attribute that is read and misspelled",
                    "- say: { call: update, with: { set: { description: 'Hello ${ .record.nmae }' } } }",
                    "line 3, step 'say': the entity account has no attribute 'nmae'"),
            Arguments.of(
                    "an entity that is not there",
                    "- ask: { call: create, with: { entity: tasks } }",
                    "line 3, step 'ask': there is no entity 'tasks'"),
            Arguments.of(
                    "an action that is not there",
                    "- ask: { call: creat, with: { entity: task } }",
                    "line 3, step 'ask': 'creat' is nothing that 'ask' can call; there is activity, assign, create, execute, find, http, sendemail, setstate, stop, update"),
            Arguments.of(
                    "a kind of step that is not there",
                    "- ask: { cal: create }",
                    "line 3, step 'ask': a step does one of call, run, raise, set, switch, wait, listen, fork, for, try, do; found are cal"),
            Arguments.of(
                    "a word that is misspelled",
                    "- one: { wait: PT1S, tehn: end }",
                    "line 3, step 'one': 'tehn' is not known here; known are if, metadata, then, wait"),
            Arguments.of(
                    "a word twice",
                    "- one:\n    wait: PT1S\n    wait: PT2S",
                    "line 5: 'wait' is written twice in the same place"),
            Arguments.of(
                    "two steps of one name",
                    "- one: { wait: PT1S }\n- one: { wait: PT1S }",
                    "line 4: two steps are called 'one'"),
            Arguments.of(
                    "a name of two words",
                    "- my step: { wait: PT1S }",
                    "line 3: 'my step' cannot be the name of a step: letters, digits and _, and none of [input, now, operation, record, user]"),
            Arguments.of(
                    "a wait in words",
                    "- pause: { wait: 2 days }",
                    "line 3, step 'pause': '2 days' is no duration, as PT4H or P2DT12H or days: 2"),
            Arguments.of(
                    "a wait in months",
                    "- pause: { wait: P1M }",
                    "line 3, step 'pause': 'P1M' is no duration, as PT4H or P2DT12H or days: 2"),
            Arguments.of(
                    "a part of a wait that is misspelled",
                    "- pause: { wait: { day: 2 } }",
                    "line 3, step 'pause': 'day' is not known here; known are days, hours, milliseconds, minutes, seconds"),
            Arguments.of(
                    "a number in quotes",
                    "- pause: { wait: { days: '2' } }",
                    "line 3, step 'pause': a whole number from 0 to 1000000000 is expected here"),
            Arguments.of(
                    "one equals sign",
                    "- big: { switch: [ large: { when: .record.revenue = 100, then: end } ] }",
                    "line 3, step 'big': the expression cannot be read from '= 100' on; equal is ==, at least is >="),
            Arguments.of(
                    "a case without then",
                    "- big: { switch: [ large: { when: .record.revenue > 100 } ] }",
                    "line 3, step 'big': 'then' is missing"),
            Arguments.of(
                    "a way to nowhere",
                    "- big: { switch: [ large: { when: .record.revenue > 100, then: nowhere } ] }",
                    "line 3, step 'big': then 'nowhere' names no step beside it; it is continue, exit, end or such a step"),
            Arguments.of(
                    "a step that is not there",
                    "- say: { call: update, with: { set: { description: '${ .task.subject }' } } }",
                    "line 3, step 'say': there is no step or variable 'task'"),
            Arguments.of(
                    "an expression that does not end",
                    "- say: { call: update, with: { set: { description: '${ .record.name' } } }",
                    "line 3, step 'say': the expression after '${' has no end '}'"),
            Arguments.of(
                    "an e-mail to nobody",
                    "- write: { call: sendemail, with: { subject: Hello, body: x } }",
                    "line 3, step 'write': 'to' is missing"),
            Arguments.of(
                    "an e-mail of nothing",
                    "- write: { call: sendemail, with: { to: '${ .record }' } }",
                    "line 3, step 'write': an e-mail has a template, or subject and body"),
            Arguments.of(
                    "an operator that is not there",
                    "- look: { call: find, with: { entity: contact, where: [ { attribute: lastname, operator: is, value: x } ] } }",
                    "line 3, step 'look': 'is' is no operator of FetchXML, as eq, ne, gt, le, like, in, null, on-or-before"),
            Arguments.of(
                    "a wait for no condition",
                    "- seen: { listen: { to: { one: { with: { type: record, when: .record.name } } } } }",
                    "line 3, step 'seen': a wait compares attributes of the record itself, as .record.statuscode == 5, with and and or between them"),
            Arguments.of(
                    "a fork that waits for all",
                    "- both: { fork: { branches: [ a: { wait: PT1S }, b: { wait: PT2S } ] } }",
                    "line 3, step 'both': a fork waits for the first of several: compete is true"),
            Arguments.of(
                    "a stop that is neither",
                    "- over: { call: stop, with: { status: done } }",
                    "line 3, step 'over': a workflow stops as succeeded or canceled"),
            Arguments.of(
                    "an anchor",
                    "- ask: &a { wait: PT1S }",
                    "line 3: anchors and aliases are not part of a definition"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MISTAKES")
    void eachMistakeGetsItsSentence(String mistake, String steps, String sentence) {
        assertThat(problems(HEAD + steps.indent(2))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsNoDefinitionAtAllIsSaidSo(String document, String sentence) {
        assertThat(problems(document)).isEqualTo(sentence);
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("", "line 1: the definition is empty"),
                Arguments.of(
                        "{ \"document\": ",
                        "line 1: this is neither YAML nor JSON: the text ends too early; a bracket or quotation mark is not"
                                + " closed"),
                Arguments.of("do:\n  - a: { wait: PT1S }", "line 1: 'document' is missing"),
                Arguments.of(HEAD.replace("do:", "do: []"), "line 2: a workflow has at least one step"),
                Arguments.of(
                        HEAD.replace("dsl: '1.0.0'", "dsl: '2.0.0'") + "  - a: { wait: PT1S }",
                        "line 1: this is written for version '2.0.0' of the DSL; 1.0.0 is understood"));
    }
}
