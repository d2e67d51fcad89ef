package io.nightshift.platform.workflow.document;

import io.nightshift.platform.workflow.document.Expression.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be told of a document without running it: of which entity its names are, and what it waits for. */
public final class Definition {

    private Definition() {}

    /** The entities of the records that steps leave under their names, and of the record itself. */
    public static Map<String, String> entities(WorkflowDocument document, String primaryEntity) {
        Map<String, String> entities = new HashMap<>();
        entities.put("record", primaryEntity);
        entities.put("user", "systemuser");
        collect(document.steps(), entities);
        return entities;
    }

    private static void collect(Step.Block block, Map<String, String> entities) {
        for (Step step : block.steps()) {
            if (step instanceof Step.Act(Step.Head head, Action.Create create)) {
                entities.put(head.name(), create.entity());
            } else if (step instanceof Step.Act(Step.Head head, Action.SendEmail _)) {
                entities.put(head.name(), "email");
            } else if (step instanceof Step.For loop
                    && loop.in() instanceof Value.Computed(Path(String root, List<String> names))
                    && names.isEmpty()) {
                find(block, root, entities, loop.each());
            }
            step.blocks().forEach(inner -> collect(inner, entities));
        }
    }

    /** The item of a loop through what a find beside it has found. */
    private static void find(Step.Block block, String name, Map<String, String> entities, String each) {
        for (Step step : block.steps()) {
            if (step.name().equals(name) && step instanceof Step.Act(Step.Head _, Action.Find find)) {
                entities.put(each, find.entity());
            }
        }
    }

    /** The attributes that the document may wait for, by entity. */
    public static Map<String, Set<String>> watched(WorkflowDocument document, String primaryEntity) {
        Map<String, String> entities = entities(document, primaryEntity);
        Map<String, Set<String>> watched = new HashMap<>();
        watched(document.steps(), entities, watched);
        return watched;
    }

    private static void watched(Step.Block block, Map<String, String> entities, Map<String, Set<String>> watched) {
        for (Step step : block.steps()) {
            if (step instanceof Step.Listen listen) {
                String entity = entityOf(listen, entities);
                if (entity != null) {
                    attributes(listen.condition(), watched.computeIfAbsent(entity, _ -> new LinkedHashSet<>()));
                }
            }
            step.blocks().forEach(inner -> watched(inner, entities, watched));
        }
    }

    /** The entity of the record that is listened to; null when the document does not tell. */
    static @Nullable String entityOf(Step.Listen listen, Map<String, String> entities) {
        return listen.record() instanceof Value.Computed(Path(String root, List<String> names)) && names.isEmpty()
                ? entities.get(root)
                : null;
    }

    private static void attributes(Expression condition, Set<String> names) {
        switch (condition) {
            case Expression.And and -> and.parts().forEach(part -> attributes(part, names));
            case Expression.Or or -> or.parts().forEach(part -> attributes(part, names));
            case Expression.Comparison(Path path, Expression.Operator _, Expression _)
            when !path.names().isEmpty() -> names.add(path.names().getLast());
            default -> {}
        }
    }
}
