package io.nightshift.platform.workflow.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A part of the text of a document, YAML or JSON, that knows its line and the step it belongs to. What it lacks or has too
 * much goes to the problems; reading goes on with what is there, so that a person sees all mistakes at once.
 */
final class DocumentNode {

    private static final int LONGEST = 500_000;
    private static final int DEEPEST = 60;

    private final Node node;
    private final @Nullable String step;
    private final Problems problems;

    private DocumentNode(Node node, @Nullable String step, Problems problems) {
        this.node = node;
        this.step = step;
        this.problems = problems;
    }

    /** The root of a text; null when it cannot be read. */
    static @Nullable DocumentNode of(String text, Problems problems) {
        if (text.length() > LONGEST) {
            problems.add(1, null, "the definition is longer than " + LONGEST + " characters");
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel("the definition")
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(LONGEST)
                .build();
        try {
            if (!isPlain(text, settings, problems)) {
                return null;
            }
            return new Compose(settings)
                    .composeString(text)
                    .map(root -> {
                        noNameTwice(root, problems);
                        return new DocumentNode(root, null, problems);
                    })
                    .orElseGet(() -> {
                        problems.add(1, null, "the definition is empty");
                        return null;
                    });
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            problems.add(line, null, "this is neither YAML nor JSON: " + explained(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(1, null, "this is neither YAML nor JSON: " + ExpressionReader.shown("" + e.getMessage()));
        }
        return null;
    }

    /** What a parser found, as somebody mends it who has never seen one. */
    private static String explained(String found) {
        if (found.contains("TAB")) {
            return "there is a tab; lines are indented by spaces";
        }
        if (found.contains("<stream end>")) {
            return "the text ends too early; a bracket or quotation mark is not closed";
        }
        if (found.contains("block") || found.contains("mapping values are not allowed")) {
            return "the line does not fit those above it; look at how far they are indented, and put a text with a colon in quotes";
        }
        return found;
    }

    /** A name that is written twice would silently win over the first. */
    private static void noNameTwice(Node node, Problems problems) {
        if (node instanceof MappingNode mapping) {
            Set<String> names = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && !names.add(key.getValue())) {
                    problems.add(
                            key.getStartMark().map(Mark::getLine).orElse(0) + 1,
                            null,
                            "'" + ExpressionReader.shown(key.getValue()) + "' is written twice in the same place");
                }
                noNameTwice(tuple.getValueNode(), problems);
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(part -> noNameTwice(part, problems));
        }
    }

    /** Looks at the text before a tree is made of it: no anchors, no tags, one document, not too deep. */
    private static boolean isPlain(String text, LoadSettings settings, Problems problems) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent named && named.getAnchor().isPresent())) {
                problems.add(line, null, "anchors and aliases are not part of a definition");
                return false;
            }
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                problems.add(line, null, "a definition is one document");
                return false;
            }
            if (event instanceof CollectionStartEvent start) {
                depth++;
                if (depth > DEEPEST) {
                    problems.add(line, null, "the definition is nested too deeply");
                    return false;
                }
                if (start.getTag().isPresent()) {
                    problems.add(line, null, "tags are not part of a definition");
                    return false;
                }
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return true;
    }

    int line() {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** The same part, as belonging to this step. */
    DocumentNode in(String name) {
        return new DocumentNode(node, name, problems);
    }

    @Nullable
    String step() {
        return step;
    }

    void problem(String message) {
        problems.add(line(), step, message);
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isNull() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    /** The parts by name; none when it is no map. */
    Map<String, DocumentNode> map() {
        Map<String, DocumentNode> parts = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    parts.put(key.getValue(), new DocumentNode(tuple.getValueNode(), step, problems));
                } else {
                    problem("a name is a text");
                }
            }
        } else {
            problem("names with values are expected here");
        }
        return parts;
    }

    /** The parts in their order; none when it is no list. */
    List<DocumentNode> list() {
        List<DocumentNode> parts = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(part -> parts.add(new DocumentNode(part, step, problems)));
        } else {
            problem("a list is expected here, each part after a '-'");
        }
        return parts;
    }

    /** The part of this name, or null. */
    @Nullable
    DocumentNode get(String name) {
        return isMap() ? map().get(name) : null;
    }

    /** The part of this name; a problem when it is missing. */
    @Nullable
    DocumentNode required(String name) {
        DocumentNode part = get(name);
        if (part == null) {
            problem("'" + name + "' is missing");
        }
        return part;
    }

    /** The text of a part that must be there; empty when it is missing. */
    String requiredText(String name) {
        DocumentNode part = required(name);
        return part == null ? "" : part.text();
    }

    /** A problem for every part with another name. */
    void known(Set<String> names) {
        map().forEach((name, part) -> {
            if (!names.contains(name)) {
                part.problem("'" + ExpressionReader.shown(name) + "' is not known here; known are "
                        + String.join(", ", names.stream().sorted().toList()));
            }
        });
    }

    /** The text; empty with a problem when it is none. */
    String text() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            if (scalar.getValue().indexOf('\0') < 0) {
                return scalar.getValue();
            }
            problem("the character 0 cannot be stored");
            return "";
        }
        problem(
                node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
                        ? "a text is expected here; put it in quotes"
                        : "a text is expected here");
        return "";
    }

    /** Whether it is this truth value. */
    boolean is(boolean value) {
        return node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.BOOL)
                && scalar.getValue().equals(Boolean.toString(value));
    }

    /** The whole number; -1 with a problem when it is none, or not one of 0 to the highest. */
    long whole(long highest) {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && scalar.getValue().matches("\\d{1,18}")
                && Long.parseLong(scalar.getValue()) <= highest) {
            return Long.parseLong(scalar.getValue());
        }
        problem("a whole number from 0 to " + highest + " is expected here");
        return -1;
    }

    /** The text, number, truth value or null that it is; a problem when it is a map or list. */
    @Nullable
    Object scalar() {
        if (!(node instanceof ScalarNode scalar)) {
            problem("a single value is expected here");
            return null;
        }
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return scalar.getValue().equals("true");
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            try {
                BigDecimal number = new BigDecimal(scalar.getValue());
                if (number.precision() <= 100 && Math.abs((long) number.scale()) <= 100) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Below.
            }
            problem("'" + ExpressionReader.shown(scalar.getValue()) + "' is no number that can be stored");
            return null;
        }
        return text();
    }
}
