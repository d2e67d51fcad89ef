package io.nightshift.server.systemjobs;

import io.nightshift.platform.workflow.document.Problems;
import io.nightshift.platform.workflow.document.Step;
import io.nightshift.platform.workflow.document.WorkflowDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a workflow as they are drawn: one below the other, the ways of a step that has several beside each other.
 *
 * @param problems what keeps the document from being read
 */
public record Flow(List<Node> nodes, List<String> problems) {

    /**
     * A step.
     *
     * @param icon the symbol of what it does
     * @param does what it does, in words
     * @param onlyIf the condition without which it is passed over; null for none
     * @param then where it goes on when not with the next; null for the next
     * @param ways what lies inside it
     */
    public record Node(
            String name,
            String icon,
            String does,
            @Nullable String onlyIf,
            @Nullable String then,
            List<Way> ways) {}

    /** One of several ways, and what happens on it. */
    public record Way(String label, List<Node> nodes) {}

    /** The document as a drawing; one that cannot be read says why. */
    static Flow read(@Nullable String document) {
        if (document == null || document.isBlank()) {
            return new Flow(List.of(), List.of());
        }
        Problems problems = new Problems();
        WorkflowDocument read = WorkflowDocument.read(document, problems);
        return new Flow(
                nodes(read.steps()),
                problems.all().stream().map(Object::toString).toList());
    }

    private static List<Node> nodes(Step.Block block) {
        return block.steps().stream().map(Flow::node).toList();
    }

    private static Node node(Step step) {
        Step.Head head = step.head();
        return new Node(
                head.name(),
                FlowWords.icon(step),
                FlowWords.does(step),
                head.onlyIf() == null ? null : FlowWords.text(head.onlyIf()),
                FlowWords.next(head.next()),
                ways(step));
    }

    private static List<Way> ways(Step step) {
        List<Way> ways = new ArrayList<>();
        switch (step) {
            case Step.Switch choice ->
                choice.cases()
                        .forEach(each -> ways.add(new Way(
                                each.when() == null ? "else" : FlowWords.text(each.when()),
                                List.of(new Node(FlowWords.goesTo(each.then()), "next", "", null, null, List.of())))));
            case Step.Fork fork -> fork.branches().forEach(branch -> ways.add(new Way("", nodes(branch.block()))));
            case Step.Stage stage -> ways.add(new Way("", nodes(stage.block())));
            case Step.For loop -> ways.add(new Way("for each", nodes(loop.block())));
            case Step.Try attempt -> {
                ways.add(new Way("try", nodes(attempt.block())));
                ways.add(new Way("when it fails", nodes(attempt.caught())));
            }
            case Step.Act _, Step.Assignment _, Step.Wait _, Step.Listen _ -> {}
        }
        return ways;
    }
}
