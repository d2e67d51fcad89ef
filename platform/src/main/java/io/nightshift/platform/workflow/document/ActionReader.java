package io.nightshift.platform.workflow.document;

import io.nightshift.platform.workflow.document.Action.Change;
import io.nightshift.platform.workflow.document.Action.ChangeKind;
import io.nightshift.sdk.query.ConditionOperator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what a step does. */
final class ActionReader {

    /** The record the workflow runs for. */
    static final Expression RECORD = new Expression.Path("record", List.of());

    private static final Set<String> PARTIES = Set.of("to", "cc", "bcc", "from");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final int MOST_FOUND = 5000;
    private static final int MOST_STATUS = 999;
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final Map<String, Function<DocumentNode, Action>> FUNCTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("create", ActionReader::create),
            Map.entry("update", ActionReader::update),
            Map.entry("assign", ActionReader::assign),
            Map.entry("setstate", ActionReader::setState),
            Map.entry("sendemail", ActionReader::sendEmail),
            Map.entry("execute", ActionReader::execute),
            Map.entry("find", ActionReader::find),
            Map.entry("http", ActionReader::http),
            Map.entry("activity", ActionReader::activity),
            Map.entry("stop", ActionReader::stop)));

    private ActionReader() {}

    static Action call(DocumentNode task, String step) {
        DocumentReader.known(task, "call", "with");
        String function = task.requiredText("call");
        Function<DocumentNode, Action> reader = FUNCTIONS.get(function);
        DocumentNode with = task.required("with");
        if (reader == null) {
            task.problem("'" + ExpressionReader.shown(function) + "' is nothing that '" + step + "' can call; there is "
                    + String.join(", ", FUNCTIONS.keySet()));
        }
        return reader == null || with == null ? nothing() : reader.apply(with);
    }

    static Action run(DocumentNode task) {
        DocumentReader.known(task, "run");
        DocumentNode run = task.required("run");
        if (run == null) {
            return nothing();
        }
        run.known(Set.of("workflow", "await"));
        DocumentNode await = run.get("await");
        if (await == null || !await.is(false)) {
            run.problem("a child workflow is not waited for: await is false");
        }
        DocumentNode child = run.required("workflow");
        if (child == null) {
            return nothing();
        }
        child.known(Set.of("namespace", "name", "version", "input"));
        child.requiredText("namespace");
        child.requiredText("version");
        Map<String, Value> input = named(child, "input");
        Value record = input.remove("record");
        return new Action.StartChild(
                child.requiredText("name"), record == null ? new Value.Computed(RECORD) : record, input);
    }

    static Action raise(DocumentNode task) {
        DocumentReader.known(task, "raise");
        DocumentNode raise = task.required("raise");
        DocumentNode error = raise == null ? null : raise.required("error");
        if (raise == null || error == null) {
            return nothing();
        }
        raise.known(Set.of("error"));
        error.known(Set.of("type", "status", "title", "detail"));
        DocumentNode status = error.required("status");
        if (status != null) {
            status.whole(MOST_STATUS);
        }
        String type = error.requiredText("type");
        if (!type.isEmpty() && !ADDRESS.matcher(type).matches()) {
            error.problem("the type of an error is an address, as https://example.org/errors/late");
        }
        DocumentNode title = error.get("title");
        if (title != null) {
            title.text();
        }
        return new Action.Raise(type, value(error, "detail", new Value.Constant("")));
    }

    private static Action create(DocumentNode with) {
        with.known(Set.of("entity", "attributes"));
        return new Action.Create(with.requiredText("entity"), named(with, "attributes"));
    }

    private static Action update(DocumentNode with) {
        with.known(Set.of("record", "set", "append", "increment", "decrement", "multiply", "clear"));
        List<Change> changes = new ArrayList<>();
        for (ChangeKind kind : ChangeKind.values()) {
            DocumentNode part = with.get(kind.name().toLowerCase(Locale.ROOT));
            if (part == null) {
                continue;
            }
            if (kind == ChangeKind.CLEAR) {
                part.list().forEach(name -> changes.add(new Change(kind, name.text(), new Value.Constant(null))));
            } else {
                ValueReader.named(part).forEach((name, value) -> changes.add(new Change(kind, name, value)));
            }
        }
        if (changes.isEmpty()) {
            with.problem(
                    "an update changes at least one attribute: set, append, increment, decrement, multiply or clear");
        }
        return new Action.Update(record(with), changes);
    }

    private static Action assign(DocumentNode with) {
        with.known(Set.of("record", "to"));
        return new Action.Assign(record(with), required(with, "to"));
    }

    private static Action setState(DocumentNode with) {
        with.known(Set.of("record", "state", "status"));
        DocumentNode status = with.get("status");
        return new Action.SetState(
                record(with), required(with, "state"), status == null ? null : ValueReader.read(status));
    }

    private static Action sendEmail(DocumentNode with) {
        with.known(Set.of("to", "cc", "bcc", "from", "template", "subject", "body", "regarding"));
        Map<String, Value> parties = new LinkedHashMap<>();
        for (String party : PARTIES.stream().sorted().toList()) {
            DocumentNode part = with.get(party);
            if (part != null) {
                parties.put(party, ValueReader.read(part));
            }
        }
        if (!parties.containsKey("to")) {
            with.problem("'to' is missing");
        }
        DocumentNode template = with.get("template");
        DocumentNode subject = with.get("subject");
        DocumentNode body = with.get("body");
        if (template == null && (subject == null || body == null)) {
            with.problem("an e-mail has a template, or subject and body");
        }
        return new Action.SendEmail(
                parties,
                template == null ? null : ValueReader.read(template),
                subject == null ? null : ValueReader.read(subject),
                body == null ? null : ValueReader.read(body),
                value(with, "regarding", new Value.Computed(RECORD)));
    }

    private static Action execute(DocumentNode with) {
        with.known(Set.of("request", "parameters"));
        return new Action.Execute(with.requiredText("request"), named(with, "parameters"));
    }

    private static Action find(DocumentNode with) {
        with.known(Set.of("entity", "where", "top"));
        List<Action.Criterion> where = new ArrayList<>();
        DocumentNode list = with.get("where");
        for (DocumentNode each : list == null ? List.<DocumentNode>of() : list.list()) {
            each.known(Set.of("attribute", "operator", "value"));
            List<Value> values = new ArrayList<>();
            DocumentNode value = each.get("value");
            if (value != null) {
                Value read = ValueReader.read(value);
                values.addAll(read instanceof Value.Several several ? several.values() : List.of(read));
            }
            String operator = each.requiredText("operator");
            if (!operator.isEmpty() && ConditionOperator.ofFetchName(operator).isEmpty()) {
                each.problem("'" + ExpressionReader.shown(operator)
                        + "' is no operator of FetchXML, as eq, ne, gt, le, like, in, null, on-or-before");
            }
            where.add(new Action.Criterion(each.requiredText("attribute"), operator, values));
        }
        return new Action.Find(with.requiredText("entity"), where, top(with));
    }

    private static int top(DocumentNode with) {
        DocumentNode top = with.get("top");
        if (top == null) {
            return MOST_FOUND;
        }
        int number = (int) top.whole(MOST_FOUND);
        if (number == 0) {
            top.problem("at least one record is found");
        }
        return number;
    }

    private static Action http(DocumentNode with) {
        with.known(Set.of("method", "endpoint", "headers", "body"));
        String method = with.requiredText("method").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            with.problem("the method is one of "
                    + String.join(", ", METHODS.stream().sorted().toList()));
        }
        DocumentNode body = with.get("body");
        DocumentNode endpoint = with.required("endpoint");
        if (endpoint != null) {
            endpoint.text();
        }
        return new Action.Http(
                method,
                endpoint == null ? new Value.Constant(null) : ValueReader.read(endpoint),
                named(with, "headers"),
                body == null ? null : ValueReader.read(body));
    }

    private static Action activity(DocumentNode with) {
        with.known(Set.of("name", "input"));
        return new Action.Activity(with.requiredText("name"), named(with, "input"));
    }

    private static Action stop(DocumentNode with) {
        with.known(Set.of("status", "message"));
        String status = with.requiredText("status");
        if (!Set.of("succeeded", "canceled").contains(status)) {
            with.problem("a workflow stops as succeeded or canceled");
        }
        return new Action.Stop(status.equals("succeeded"), value(with, "message", new Value.Constant("")));
    }

    private static Value record(DocumentNode with) {
        return value(with, "record", new Value.Computed(RECORD));
    }

    private static Value required(DocumentNode with, String name) {
        DocumentNode part = with.required(name);
        return part == null ? new Value.Constant(null) : ValueReader.read(part);
    }

    private static Value value(DocumentNode with, String name, Value otherwise) {
        DocumentNode part = with.get(name);
        return part == null ? otherwise : ValueReader.read(part);
    }

    private static Map<String, Value> named(DocumentNode with, String name) {
        DocumentNode part = with.get(name);
        return new LinkedHashMap<>(part == null ? Map.of() : ValueReader.named(part));
    }

    /** In place of what cannot be read; a problem is noted. */
    private static Action nothing() {
        return new Action.Stop(true, new Value.Constant(""));
    }
}
