package io.nightshift.platform.workflow.document;

import io.nightshift.platform.workflow.document.Step.Block;
import io.nightshift.platform.workflow.document.Step.Next;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the structure of a document: its steps and how they follow each other. Not thread-safe. */
final class DocumentReader {

    private static final Set<String> COMMON = Set.of("if", "then", "metadata");
    private static final Set<String> RESERVED = Set.of("record", "now", "user", "operation", "input");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w{0,99}");
    private static final int MOST_STEPS = 1000;

    private final Problems problems;
    private final Set<String> names = new HashSet<>();
    private final Map<String, BiFunction<Step.Head, DocumentNode, Step>> kinds = new LinkedHashMap<>();

    DocumentReader(Problems problems) {
        this.problems = problems;
        kinds.put("call", (head, task) -> new Step.Act(head, ActionReader.call(task, head.name())));
        kinds.put("run", (head, task) -> new Step.Act(head, ActionReader.run(task)));
        kinds.put("raise", (head, task) -> new Step.Act(head, ActionReader.raise(task)));
        kinds.put("set", this::assignment);
        kinds.put("switch", this::choice);
        kinds.put("wait", WaitReader::time);
        kinds.put("listen", WaitReader::record);
        kinds.put("fork", this::fork);
        kinds.put("for", this::loop);
        kinds.put("try", this::attempt);
        // Last, because a for has a do beside it.
        kinds.put("do", this::stage);
    }

    WorkflowDocument read(String text) {
        DocumentNode root = DocumentNode.of(text, problems);
        if (root == null) {
            return new WorkflowDocument("", "", "", new Block(List.of()));
        }
        root.known(Set.of("document", "do"));
        DocumentNode about = root.required("document");
        DocumentTitle title = about == null ? DocumentTitle.NONE : DocumentTitle.read(about);
        DocumentNode steps = root.required("do");
        Block block = steps == null ? new Block(List.of()) : block(steps);
        if (steps != null && steps.isList() && steps.list().isEmpty()) {
            steps.problem("a workflow has at least one step");
        }
        return new WorkflowDocument(title.namespace(), title.name(), title.version(), block);
    }

    /** What nobody reads is a map nevertheless. */
    static void mapOf(DocumentNode node, String name) {
        DocumentNode part = node.get(name);
        if (part != null) {
            part.map();
        }
    }

    private Block block(DocumentNode node) {
        List<Step> steps = new ArrayList<>();
        for (DocumentNode item : node.list()) {
            Step step = item(item);
            if (step != null) {
                steps.add(step);
            }
        }
        Block block = new Block(steps);
        for (Step step : steps) {
            check(step.head().next(), block, step);
            if (step instanceof Step.Switch choice) {
                choice.cases().forEach(way -> check(way.then(), block, step));
            }
        }
        return block;
    }

    private void check(Next next, Block block, Step step) {
        if (next instanceof Next.To to && !to.step().isEmpty() && block.indexOf(to.step()) < 0) {
            problems.add(
                    step.line(),
                    step.name(),
                    "then '" + ExpressionReader.shown(to.step())
                            + "' names no step beside it; it is continue, exit, end or such a step");
        }
    }

    private @Nullable Step item(DocumentNode item) {
        Map<String, DocumentNode> parts = item.map();
        if (parts.size() != 1) {
            item.problem("a step is one name with what it does"
                    + (parts.size() > 1
                            ? "; found side by side are " + shown(parts.keySet())
                                    + ": what the step does stands deeper than its name"
                            : ""));
            return null;
        }
        String name = parts.keySet().iterator().next();
        DocumentNode task = parts.values().iterator().next().in(name);
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            item.problem("'" + ExpressionReader.shown(name)
                    + "' cannot be the name of a step: letters, digits and _, and none of " + new TreeSet<>(RESERVED));
        } else if (!names.add(name)) {
            item.problem("two steps are called '" + name + "'");
        } else if (names.size() > MOST_STEPS) {
            item.problem("a workflow has at most " + MOST_STEPS + " steps");
            return null;
        }
        if (!task.isMap()) {
            task.problem("what the step does is missing");
            return null;
        }
        Set<String> given = task.map().keySet();
        for (var kind : kinds.entrySet()) {
            if (given.contains(kind.getKey())) {
                return kind.getValue().apply(head(name, item.line(), task), task);
            }
        }
        task.problem("a step does one of " + String.join(", ", kinds.keySet()) + "; found are " + shown(given));
        return null;
    }

    private static String shown(Set<String> given) {
        return ExpressionReader.shown(String.join(", ", given));
    }

    private static Step.Head head(String name, int line, DocumentNode task) {
        mapOf(task, "metadata");
        DocumentNode condition = task.get("if");
        DocumentNode then = task.get("then");
        return new Step.Head(
                name,
                line,
                condition == null ? null : ValueReader.condition(condition),
                then == null ? new Next.Continue() : next(then.text()));
    }

    private static Next next(String text) {
        return switch (text) {
            case "continue" -> new Next.Continue();
            case "exit" -> new Next.Exit();
            case "end" -> new Next.End();
            default -> new Next.To(text);
        };
    }

    static void known(DocumentNode task, String... further) {
        Set<String> all = new HashSet<>(COMMON);
        all.addAll(List.of(further));
        task.known(all);
    }

    private Step assignment(Step.Head head, DocumentNode task) {
        known(task, "set");
        Map<String, Value> variables = new LinkedHashMap<>();
        DocumentNode set = task.get("set");
        if (set != null) {
            variables.putAll(ValueReader.named(set));
            if (variables.isEmpty()) {
                set.problem("a set has at least one variable");
            }
        }
        for (String name : variables.keySet()) {
            variable(task, name);
        }
        return new Step.Assignment(head, variables);
    }

    private static void variable(DocumentNode task, String name) {
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            task.problem("'" + ExpressionReader.shown(name) + "' cannot be the name of a variable");
        }
    }

    private Step choice(Step.Head head, DocumentNode task) {
        known(task, "switch");
        List<Step.Case> cases = new ArrayList<>();
        DocumentNode list = task.get("switch");
        for (DocumentNode item : list == null ? List.<DocumentNode>of() : list.list()) {
            if (item.map().size() != 1) {
                item.problem("a case is one name with when and then");
            }
            item.map().forEach((name, way) -> {
                way.known(Set.of("when", "then"));
                DocumentNode when = way.get("when");
                cases.add(new Step.Case(
                        name, when == null ? null : ValueReader.condition(when), next(way.requiredText("then"))));
            });
        }
        if (cases.isEmpty()) {
            task.problem("a switch has at least one case");
        }
        return new Step.Switch(head, cases);
    }

    private Step fork(Step.Head head, DocumentNode task) {
        known(task, "fork");
        DocumentNode fork = task.required("fork");
        List<Step.Branch> branches = new ArrayList<>();
        if (fork != null) {
            fork.known(Set.of("compete", "branches"));
            DocumentNode compete = fork.get("compete");
            if (compete == null || !compete.is(true)) {
                fork.problem("a fork waits for the first of several: compete is true");
            }
            DocumentNode list = fork.required("branches");
            for (DocumentNode item : list == null ? List.<DocumentNode>of() : list.list()) {
                Step step = item(item);
                if (step != null) {
                    branch(step, branches);
                }
            }
            if (branches.size() < 2) {
                fork.problem("a fork has at least two branches");
            }
        }
        return new Step.Fork(head, branches);
    }

    private void branch(Step step, List<Step.Branch> branches) {
        Block block = new Block(List.of(step));
        if (step instanceof Step.Waiting waiting) {
            branches.add(new Step.Branch(waiting, block, 1));
        } else if (step instanceof Step.Stage stage
                && !stage.block().steps().isEmpty()
                && stage.block().steps().getFirst() instanceof Step.Waiting waiting) {
            branches.add(new Step.Branch(waiting, block, 2));
        } else {
            problems.add(step.line(), step.name(), "a branch of a fork is, or begins with, a wait or listen");
        }
        check(step.head().next(), block, step);
    }

    private Step loop(Step.Head head, DocumentNode task) {
        known(task, "for", "do");
        DocumentNode loop = task.required("for");
        String each = "item";
        Value in = new Value.Several(List.of());
        if (loop != null) {
            loop.known(Set.of("each", "in"));
            DocumentNode named = loop.get("each");
            each = named == null ? each : named.text();
            variable(loop, each);
            DocumentNode given = loop.required("in");
            if (given != null) {
                given.text();
                in = ValueReader.read(given);
            }
        }
        return new Step.For(head, each, in, inner(task, "do"));
    }

    private Step attempt(Step.Head head, DocumentNode task) {
        known(task, "try", "catch");
        DocumentNode caught = task.required("catch");
        String as = "error";
        List<String> codes = new ArrayList<>();
        Block handling = new Block(List.of());
        if (caught != null) {
            caught.known(Set.of("as", "errors", "do"));
            DocumentNode name = caught.get("as");
            as = name == null ? as : name.text();
            variable(caught, as);
            DocumentNode errors = caught.get("errors");
            DocumentNode with = errors == null ? null : errors.required("with");
            if (with != null) {
                with.known(Set.of("type"));
                codes.add(with.requiredText("type"));
            }
            handling = caught.get("do") == null ? handling : inner(caught, "do");
        }
        return new Step.Try(head, inner(task, "try"), handling, as, codes);
    }

    private Step stage(Step.Head head, DocumentNode task) {
        known(task, "do");
        return new Step.Stage(head, inner(task, "do"));
    }

    private Block inner(DocumentNode task, String name) {
        DocumentNode node = task.required(name);
        return node == null ? new Block(List.of()) : block(node);
    }
}
