package io.nightshift.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The asynchronous service itself: what may start, and where. For operators, who have the server's token or the privilege
 * {@code prvOperateService} in its first organization; anybody else gets 0x80040220. Thread-safe.
 */
public final class ServiceControl {

    private final WebApi api;

    ServiceControl(WebApi api) {
        this.api = api;
    }

    /**
     * What is held: everything, or the operations of a type, with a message name, in a lane, or under a limit key. At most one
     * of the four is given.
     *
     * @param operationType the code of a Dynamics type
     * @param dependencyToken the token of a lane
     */
    public record Target(
            @Nullable Integer operationType,
            @Nullable String messageName,
            @Nullable String dependencyToken,
            @Nullable String limitKey) {

        /** Everything of the organization. */
        public static final Target EVERYTHING = new Target(null, null, null, null);

        /** The operations of a type. */
        public static Target type(int code) {
            return new Target(code, null, null, null);
        }

        /** The operations with a message name. */
        public static Target message(String name) {
            return new Target(null, name, null, null);
        }

        /** A lane. */
        public static Target lane(String dependencyToken) {
            return new Target(null, null, dependencyToken, null);
        }
    }

    /**
     * An order that something does not start.
     *
     * @param target what is held, in words
     */
    public record Hold(
            long number,
            String target,
            String author,
            @Nullable String reason,
            Instant placedOn) {}

    /**
     * A process that runs operations.
     *
     * @param held how many operations it has taken
     */
    public record Node(String name, boolean alive, boolean draining, int held, int slots) {}

    /**
     * How many operations may run at a time.
     *
     * @param scope of what, in words
     * @param running how many run now
     */
    public record Limit(
            long number,
            String scope,
            int most,
            int running,
            String author,
            @Nullable String reason,
            Instant setOn) {}

    /**
     * An organization with its share.
     *
     * @param weight 1 to 1000: while both have work, one with 3 gets three times the turns of one with 1
     */
    public record Organization(String name, int weight, Instant createdOn) {}

    /** All holds, the oldest first. */
    public List<Hold> holds() {
        List<Hold> holds = new ArrayList<>();
        for (JsonNode each : api.function("Nightshift.Holds", Map.of()).path("value")) {
            holds.add(hold(each));
        }
        return holds;
    }

    private static Hold hold(JsonNode node) {
        return new Hold(
                node.path("Hold").asLong(0),
                node.path("Target").asString(""),
                node.path("Author").asString(""),
                node.path("Reason").asString(null),
                Instant.parse(node.path("PlacedOn").asString("")));
    }

    /** Orders that something of the organization does not start; when it answers, nothing of it can start any more. */
    public Hold place(Target target, @Nullable String reason) {
        ObjectNode body = body(reason)
                .put("OperationType", target.operationType())
                .put("MessageName", target.messageName())
                .put("DependencyToken", target.dependencyToken())
                .put("LimitKey", target.limitKey());
        return hold(api.action("Nightshift.PlaceHold", body));
    }

    /**
     * Lifts a hold.
     *
     * @param resume whether what a hold of all workflows has suspended goes on
     * @throws WebApiFault 0x80040217 when there is no such hold; 0x80040203 when something else is to be resumed
     */
    public Hold lift(long number, boolean resume, @Nullable String reason) {
        return hold(api.action(
                "Nightshift.LiftHold", body(reason).put("Hold", number).put("Resume", resume)));
    }

    /** Lets nothing of the organization start until it is resumed; the same twice is once. */
    public Hold pause(@Nullable String reason) {
        return hold(api.action("Nightshift.PauseService", body(reason)));
    }

    /** Ends a pause; whether there was one. */
    public boolean resume(@Nullable String reason) {
        return api.action("Nightshift.ResumeService", body(reason)).path("Hold").isNumber();
    }

    /** The nodes: those that are alive, then those that ended last. */
    public List<Node> nodes() {
        return nodes(api.function("Nightshift.Nodes", Map.of()));
    }

    /** Orders a node to take nothing more and to hand on what it has. */
    public List<Node> drain(String node, @Nullable String reason) {
        return nodes(api.action("Nightshift.DrainNode", body(reason).put("Node", node)));
    }

    /** Lets a node take work again. */
    public List<Node> takeBack(String node, @Nullable String reason) {
        return nodes(api.action("Nightshift.ResumeNode", body(reason).put("Node", node)));
    }

    /** The limits of all organizations. */
    public List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        for (JsonNode each : api.function("Nightshift.Limits", Map.of()).path("value")) {
            limits.add(limit(each));
        }
        return limits;
    }

    /**
     * Limits how many operations of the organization may run at a time, on all nodes together; it replaces the limit on the
     * same thing. What runs already runs on.
     *
     * @param operationType the code of a Dynamics type; null for operations of all types
     */
    public Limit setLimit(@Nullable Integer operationType, int most, @Nullable String reason) {
        return limit(api.action(
                "Nightshift.SetLimit",
                body(reason).put("OperationType", operationType).put("Most", most)));
    }

    /**
     * Takes a limit away.
     *
     * @throws WebApiFault 0x80040217 when there is none of this number
     */
    public void removeLimit(long number, @Nullable String reason) {
        api.action("Nightshift.RemoveLimit", body(reason).put("Limit", number));
    }

    private static Limit limit(JsonNode node) {
        return new Limit(
                node.path("Limit").asLong(0),
                node.path("Scope").asString(""),
                node.path("Most").asInt(0),
                node.path("Running").asInt(0),
                node.path("Author").asString(""),
                node.path("Reason").asString(null),
                Instant.parse(node.path("SetOn").asString("")));
    }

    /** The organizations with their weights. */
    public List<Organization> organizations() {
        return organizations(api.function("Nightshift.Organizations", Map.of()));
    }

    /**
     * Says how many turns an organization gets.
     *
     * @param weight 1 to 1000
     * @return all organizations as they are now
     */
    public List<Organization> setWeight(String organization, int weight, @Nullable String reason) {
        return organizations(api.action(
                "Nightshift.SetWeight", body(reason).put("Name", organization).put("Weight", weight)));
    }

    private static List<Organization> organizations(JsonNode answer) {
        List<Organization> organizations = new ArrayList<>();
        for (JsonNode each : answer.path("value")) {
            organizations.add(new Organization(
                    each.path("Name").asString(""),
                    each.path("Weight").asInt(1),
                    Instant.parse(each.path("CreatedOn").asString(""))));
        }
        return organizations;
    }

    private static List<Node> nodes(JsonNode answer) {
        List<Node> nodes = new ArrayList<>();
        for (JsonNode each : answer.path("value")) {
            nodes.add(new Node(
                    each.path("Name").asString(""),
                    each.path("Alive").asBoolean(false),
                    each.path("Draining").asBoolean(false),
                    each.path("Held").asInt(0),
                    each.path("Slots").asInt(0)));
        }
        return nodes;
    }

    private static ObjectNode body(@Nullable String reason) {
        return JsonNodeFactory.instance.objectNode().put("Reason", reason);
    }
}
