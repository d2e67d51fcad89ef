package io.nightshift.platform.workflow.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Definitions made of every kind of step at random, and what a careless person may make of them. Not thread-safe. */
final class RandomDefinition {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> CALLS = List.of(
            "create", "update", "assign", "setstate", "sendemail", "find", "execute", "http", "activity", "stop");

    private final Random random;
    private int names;

    RandomDefinition(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode make() {
        ObjectNode root = NODES.objectNode();
        root.putObject("document")
                .put("dsl", "1.0.0")
                .put("namespace", "test")
                .put("name", "random")
                .put("version", "1.0.0");
        steps(root.putArray("do"), 0);
        return root;
    }

    private void steps(ArrayNode steps, int depth) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            step(steps, depth);
        }
    }

    private void step(ArrayNode steps, int depth) {
        ObjectNode task = steps.addObject().putObject("s" + ++names);
        if (chance(5)) {
            task.put("if", pick("${ .record.name == \"x\" }", "${ not(.now < .record.createdon) }"));
        }
        kind(task, depth);
        if (chance(5)) {
            task.put("then", pick("continue", "exit", "end"));
        }
    }

    private void kind(ObjectNode task, int depth) {
        switch (random.nextInt(depth < 3 ? 11 : 7)) {
            case 0, 1, 2 -> call(task);
            case 3 -> task.putObject("set").put("a", 1).put("b", "${ .record.name // \"none\" }");
            case 4 -> wait(task);
            case 5 ->
                task.putObject("raise")
                        .putObject("error")
                        .put("type", "https://example.org/errors/late")
                        .put("status", 400);
            case 6 -> {
                ObjectNode run = task.putObject("run").put("await", false);
                run.putObject("workflow")
                        .put("namespace", "test")
                        .put("name", "child")
                        .put("version", "1.0.0");
            }
            case 7 -> {
                ArrayNode cases = task.putArray("switch");
                cases.addObject()
                        .putObject("large")
                        .put("when", "${ .record.revenue > 5 }")
                        .put("then", "end");
                cases.addObject().putObject("other").put("then", "continue");
            }
            case 8 -> {
                task.putObject("for").put("each", "it").put("in", "${ .record.name }");
                steps(task.putArray("do"), depth + 1);
            }
            case 9 -> {
                steps(task.putArray("try"), depth + 1);
                steps(task.putObject("catch").put("as", "problem").putArray("do"), depth + 1);
            }
            default -> {
                if (chance(2)) {
                    steps(task.putArray("do"), depth + 1);
                } else {
                    ArrayNode branches =
                            task.putObject("fork").put("compete", true).putArray("branches");
                    wait(branches.addObject().putObject("s" + ++names));
                    listen(branches.addObject().putObject("s" + ++names));
                }
            }
        }
    }

    private void wait(ObjectNode task) {
        switch (random.nextInt(3)) {
            case 0 -> task.putObject("wait").put("days", 1 + random.nextInt(5)).put("hours", 3);
            case 1 -> task.put("wait", pick("PT4H", "P2DT12H"));
            default -> listen(task);
        }
    }

    private void listen(ObjectNode task) {
        ObjectNode listen = task.putObject("listen");
        listen.putObject("to")
                .putObject("one")
                .putObject("with")
                .put("type", "record")
                .put("when", "${ .record.statecode == 1 }");
        if (chance(3)) {
            task.putObject("timeout").putObject("after").put("days", 2);
        }
    }

    private void call(ObjectNode task) {
        String call = CALLS.get(random.nextInt(CALLS.size()));
        ObjectNode with = task.put("call", call).putObject("with");
        switch (call) {
            case "create" ->
                with.put("entity", "task").putObject("attributes").put("subject", "About ${ .record.name }");
            case "update" -> with.putObject("set").put("description", "x");
            case "assign" -> with.put("to", "${ .user }");
            case "setstate" -> with.put("state", 1).put("status", 2);
            case "sendemail" ->
                with.put("to", "a@example.org").put("subject", "s").put("body", "b");
            case "find" -> with.put("entity", "account").put("top", 5);
            case "execute" -> with.put("request", "WhoAmI").putObject("parameters");
            case "http" -> with.put("method", "get").put("endpoint", "https://example.org/a");
            case "activity" -> with.put("name", "charge").putObject("input").put("amount", 5);
            default -> with.put("status", "canceled").put("message", "no");
        }
    }

    /** Leaves something out, gives it another name, or puts something else in its place. */
    void mutilate(ObjectNode definition) {
        List<Consumer<RandomDefinition>> places = new ArrayList<>();
        collect(definition, places);
        places.get(random.nextInt(places.size())).accept(this);
    }

    private static void collect(JsonNode node, List<Consumer<RandomDefinition>> places) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                places.add(self -> self.change(object, name));
                collect(object.get(name), places);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                places.add(self -> self.change(array, at));
                collect(array.get(i), places);
            }
        }
    }

    private void change(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> {
                object.remove(name);
                object.set(pick("do", "then", "with", "call", "set", "x", "record", "no name"), value);
            }
            case 2 -> object.set(pick("do", "if", "then", "x", "metadata", "wait", "timeout"), other());
            default -> object.set(name, other());
        }
    }

    private void change(ArrayNode array, int at) {
        if (chance(2)) {
            array.remove(at);
        } else {
            array.set(at, other());
        }
    }

    private JsonNode other() {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(-1);
            case 2 -> NODES.booleanNode(true);
            case 3 -> NODES.arrayNode();
            case 4 -> NODES.objectNode();
            case 5 -> NODES.arrayNode().add("x");
            case 6 -> NODES.objectNode().put("x", "y");
            default -> NODES.stringNode(pick("", "x", "${ .record.name }", "${ ( }", "s1", "exit"));
        };
    }

    private boolean chance(int oneOf) {
        return random.nextInt(oneOf) == 0;
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    /** A copy, to change. */
    static ObjectNode copy(ObjectNode definition) {
        return (ObjectNode) JsonMapper.shared().readTree(definition.toString());
    }
}
