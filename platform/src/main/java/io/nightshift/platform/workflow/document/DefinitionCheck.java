package io.nightshift.platform.workflow.document;

import io.nightshift.platform.workflow.document.Expression.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a document against the entities there are, before it is activated: what can be known then is not found out by a
 * person's record a month later. Not thread-safe.
 */
public final class DefinitionCheck {

    /** What entities have. */
    public interface Entities {

        /** Whether there is an entity of this name. */
        boolean has(String entity);

        /** Whether the entity has this attribute. */
        boolean has(String entity, String attribute);

        /** The one entity that an attribute refers to; null when it is no reference or one to several. */
        @Nullable
        String target(String entity, String attribute);
    }

    private final Entities entities;
    private final Problems problems;
    private final Map<String, String> known;
    private final Set<String> names = new HashSet<>(Set.of("record", "now", "user", "operation", "input"));

    private DefinitionCheck(Entities entities, Problems problems, Map<String, String> known) {
        this.entities = entities;
        this.problems = problems;
        this.known = known;
    }

    /** Adds what does not fit to the problems. */
    public static void check(WorkflowDocument document, String primaryEntity, Entities entities, Problems problems) {
        DefinitionCheck check = new DefinitionCheck(entities, problems, Definition.entities(document, primaryEntity));
        check.collect(document.steps());
        check.block(document.steps());
    }

    private void collect(Step.Block block) {
        for (Step step : block.steps()) {
            names.add(step.name());
            switch (step) {
                case Step.Assignment assignment ->
                    assignment.variables().keySet().forEach(names::add);
                case Step.For loop -> names.add(loop.each());
                case Step.Try attempt -> names.add(attempt.as());
                default -> {}
            }
            step.blocks().forEach(this::collect);
        }
    }

    private void block(Step.Block block) {
        for (Step step : block.steps()) {
            if (step.head().onlyIf() != null) {
                expression(step, step.head().onlyIf());
            }
            switch (step) {
                case Step.Act act -> action(act, act.action());
                case Step.Assignment assignment ->
                    values(step, assignment.variables().values());
                case Step.Switch choice ->
                    choice.cases().stream()
                            .filter(way -> way.when() != null)
                            .forEach(way -> expression(step, way.when()));
                case Step.Wait wait -> value(step, wait.until());
                case Step.Listen listen -> listen(listen);
                case Step.For loop -> value(step, loop.in());
                case Step.Fork _, Step.Stage _, Step.Try _ -> {}
            }
            step.blocks().forEach(this::block);
        }
    }

    private void listen(Step.Listen listen) {
        value(listen, listen.record());
        if (listen.timeout() != null) {
            value(listen, listen.timeout());
        }
        String entity = Definition.entityOf(listen, known);
        if (entity == null) {
            problem(listen, "the record that is waited for is ${ .record }, or one that a step has created");
            return;
        }
        waitable(listen, entity, listen.condition());
    }

    private void waitable(Step.Listen listen, String entity, @Nullable Expression condition) {
        switch (condition) {
            case Expression.And and -> and.parts().forEach(part -> waitable(listen, entity, part));
            case Expression.Or or -> or.parts().forEach(part -> waitable(listen, entity, part));
            case Expression.Comparison(Path path, Expression.Operator _, Expression right)
            when path.names().size() == 1 && isRecordOf(listen, path.root()) -> {
                attribute(listen, entity, path.names().getFirst());
                expression(listen, right);
            }
            case null, default ->
                problem(
                        listen,
                        "a wait compares attributes of the record itself, as .record.statuscode == 5, with and and or"
                                + " between them");
        }
    }

    private static boolean isRecordOf(Step.Listen listen, String root) {
        return listen.record() instanceof Value.Computed(Path(String name, List<String> names))
                && names.isEmpty()
                && name.equals(root);
    }

    private void action(Step step, Action action) {
        switch (action) {
            case Action.Create create -> {
                if (entity(step, create.entity())) {
                    create.attributes().keySet().forEach(name -> attribute(step, create.entity(), name));
                }
                values(step, create.attributes().values());
            }
            case Action.Update update -> {
                value(step, update.record());
                String entity = update.record() instanceof Value.Computed(Path(String root, List<String> below))
                                && below.isEmpty()
                        ? known.get(root)
                        : null;
                for (Action.Change change : update.changes()) {
                    value(step, change.value());
                    if (entity != null) {
                        attribute(step, entity, change.attribute());
                    }
                }
            }
            case Action.Assign assign -> values(step, List.of(assign.record(), assign.to()));
            case Action.SetState change -> {
                values(step, List.of(change.record(), change.state()));
                optional(step, change.status());
            }
            case Action.SendEmail send -> {
                values(step, send.parties().values());
                value(step, send.regarding());
                Stream.of(0, 1, 2)
                        .forEach(i -> optional(step, i == 0 ? send.template() : i == 1 ? send.subject() : send.body()));
            }
            case Action.Execute execute -> values(step, execute.parameters().values());
            case Action.Find find -> {
                boolean exists = entity(step, find.entity());
                for (Action.Criterion criterion : find.where()) {
                    values(step, criterion.values());
                    if (exists) {
                        attribute(step, find.entity(), criterion.attribute());
                    }
                }
            }
            case Action.Http http -> {
                value(step, http.endpoint());
                values(step, http.headers().values());
                optional(step, http.body());
            }
            case Action.Activity activity -> values(step, activity.input().values());
            case Action.StartChild child -> {
                value(step, child.record());
                values(step, child.input().values());
            }
            case Action.Stop stop -> value(step, stop.message());
            case Action.Raise raise -> value(step, raise.detail());
        }
    }

    private void optional(Step step, @Nullable Value value) {
        if (value != null) {
            value(step, value);
        }
    }

    private void values(Step step, Iterable<Value> values) {
        values.forEach(value -> value(step, value));
    }

    private void value(Step step, Value value) {
        switch (value) {
            case Value.Constant _ -> {}
            case Value.Computed computed -> expression(step, computed.expression());
            case Value.Text text -> values(step, text.parts());
            case Value.Several several -> values(step, several.values());
            case Value.Named named -> values(step, named.values().values());
        }
    }

    private void expression(Step step, @Nullable Expression expression) {
        switch (expression) {
            case null -> {}
            case Expression.Literal _ -> {}
            case Path path -> path(step, path);
            case Expression.FirstOf first -> first.candidates().forEach(part -> expression(step, part));
            case Expression.Sum sum -> {
                expression(step, sum.left());
                expression(step, sum.right());
            }
            case Expression.Comparison comparison -> {
                expression(step, comparison.left());
                expression(step, comparison.right());
            }
            case Expression.And and -> and.parts().forEach(part -> expression(step, part));
            case Expression.Or or -> or.parts().forEach(part -> expression(step, part));
            case Expression.Not not -> expression(step, not.part());
        }
    }

    private void path(Step step, Path path) {
        if (!names.contains(path.root())) {
            problem(step, "there is no step or variable '" + path.root() + "'");
            return;
        }
        String at = known.get(path.root());
        for (String name : path.names()) {
            if (at == null || !attribute(step, at, name)) {
                return;
            }
            at = entities.target(at, name);
        }
    }

    private boolean entity(Step step, String entity) {
        if (!entities.has(entity)) {
            problem(step, "there is no entity '" + ExpressionReader.shown(entity) + "'");
            return false;
        }
        return true;
    }

    private boolean attribute(Step step, String entity, String attribute) {
        if (!entities.has(entity, attribute)) {
            problem(step, "the entity " + entity + " has no attribute '" + ExpressionReader.shown(attribute) + "'");
            return false;
        }
        return true;
    }

    private void problem(Step step, String message) {
        problems.add(step.line(), step.name(), message);
    }
}
