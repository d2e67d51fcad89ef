package io.nightshift.server.systemjobs;

import io.nightshift.platform.workflow.document.Action;
import io.nightshift.platform.workflow.document.Expression;
import io.nightshift.platform.workflow.document.Step;
import io.nightshift.platform.workflow.document.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the steps of a workflow do, in words; names and values as the document writes them. */
final class FlowWords {

    private FlowWords() {}

    static String icon(Step step) {
        return switch (step) {
            case Step.Act(Step.Head _, Action action) ->
                switch (action) {
                    case Action.Stop _ -> "cancel";
                    case Action.Raise _ -> "alert";
                    case Action.SendEmail _ -> "mail";
                    case Action.Find _ -> "search";
                    case Action.Http _, Action.Activity _, Action.Execute _ -> "running";
                    case Action.StartChild _ -> "flow";
                    case Action.Create _ -> "plus";
                    case Action.Update _, Action.Assign _, Action.SetState _ -> "records";
                };
            case Step.Assignment _ -> "gear";
            case Step.Switch _ -> "flow";
            case Step.Wait _ -> "clock";
            case Step.Listen _ -> "event";
            case Step.Fork _ -> "flow";
            case Step.Stage _ -> "jobs";
            case Step.For _ -> "retry";
            case Step.Try _ -> "alert";
        };
    }

    static String does(Step step) {
        return switch (step) {
            case Step.Act(Step.Head _, Action action) -> does(action);
            case Step.Assignment set -> "Sets " + named(set.variables());
            case Step.Switch _ -> "Goes on by the first that holds";
            case Step.Wait wait -> "Waits " + text(wait.until());
            case Step.Listen listen ->
                "Waits until " + text(listen.condition()) + " of " + text(listen.record())
                        + (listen.timeout() == null ? "" : ", at most " + text(listen.timeout()));
            case Step.Fork _ -> "Waits for the first of these";
            case Step.Stage _ -> "A stage";
            case Step.For loop -> "For each " + loop.each() + " in " + text(loop.in());
            case Step.Try attempt ->
                attempt.codes().isEmpty()
                        ? "Catches errors"
                        : "Catches the errors " + String.join(", ", attempt.codes());
        };
    }

    private static String does(Action action) {
        return switch (action) {
            case Action.Create create -> "Creates " + create.entity() + ": " + named(create.attributes());
            case Action.Update update ->
                "Changes " + text(update.record()) + ": "
                        + update.changes().stream()
                                .map(change -> change.kind().name().toLowerCase(java.util.Locale.ROOT) + " "
                                        + change.attribute()
                                        + (change.kind() == Action.ChangeKind.CLEAR ? "" : " " + text(change.value())))
                                .collect(Collectors.joining(", "));
            case Action.Assign assign -> "Gives " + text(assign.record()) + " to " + text(assign.to());
            case Action.SetState state -> "Sets the state of " + text(state.record()) + " to " + text(state.state());
            case Action.SendEmail mail ->
                "Sends an e-mail: " + named(mail.parties())
                        + (mail.subject() == null ? "" : ", " + text(mail.subject()));
            case Action.Execute execute -> "Sends the message " + execute.request();
            case Action.Find find ->
                "Finds " + find.entity() + " where "
                        + find.where().stream()
                                .map(each -> each.attribute() + " " + each.operator() + " " + texts(each.values()))
                                .collect(Collectors.joining(" and "));
            case Action.Http http -> http.method().toUpperCase(java.util.Locale.ROOT) + " " + text(http.endpoint());
            case Action.Activity activity -> "Runs the activity " + activity.name();
            case Action.StartChild child -> "Starts the workflow " + child.workflow() + " on " + text(child.record());
            case Action.Stop stop ->
                "Ends as " + (stop.succeeded() ? "Succeeded" : "Canceled") + ": " + text(stop.message());
            case Action.Raise raise -> "Raises " + raise.type() + ": " + text(raise.detail());
        };
    }

    static @Nullable String next(Step.Next next) {
        return next instanceof Step.Next.Continue ? null : goesTo(next);
    }

    static String goesTo(Step.Next next) {
        return switch (next) {
            case Step.Next.Continue _ -> "the next step";
            case Step.Next.Exit _ -> "after this block";
            case Step.Next.End _ -> "the end";
            case Step.Next.To(String step) -> step;
        };
    }

    private static String named(Map<String, Value> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String texts(List<Value> values) {
        return values.stream().map(FlowWords::text).collect(Collectors.joining(", "));
    }

    static String text(@Nullable Value value) {
        return switch (value) {
            case null -> "";
            case Value.Constant(var constant) ->
                Objects.requireNonNullElse(constant, "–").toString();
            case Value.Computed(Expression expression) -> text(expression);
            case Value.Text(List<Value> parts) ->
                parts.stream().map(FlowWords::text).collect(Collectors.joining());
            case Value.Several(List<Value> values) -> texts(values);
            case Value.Named(Map<String, Value> values) -> named(values);
        };
    }

    static String text(Expression expression) {
        return switch (expression) {
            case Expression.Literal(var value) ->
                Objects.requireNonNullElse(value, "null").toString();
            case Expression.Path path -> path.toString();
            case Expression.FirstOf(List<Expression> candidates) -> joined(candidates, " // ");
            case Expression.Sum(Expression left, boolean minus, Expression right) ->
                text(left) + (minus ? " - " : " + ") + text(right);
            case Expression.Comparison(Expression left, Expression.Operator operator, Expression right) ->
                text(left) + " " + operator.text() + " " + text(right);
            case Expression.And(List<Expression> parts) -> joined(parts, " and ");
            case Expression.Or(List<Expression> parts) -> "(" + joined(parts, " or ") + ")";
            case Expression.Not(Expression part) -> "not " + text(part);
        };
    }

    private static String joined(List<Expression> parts, String between) {
        return parts.stream().map(FlowWords::text).collect(Collectors.joining(between));
    }
}
