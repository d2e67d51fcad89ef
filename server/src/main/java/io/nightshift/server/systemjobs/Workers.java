package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StateCode;
import io.nightshift.platform.workflow.PausedWorkflows;
import io.nightshift.queue.Author;
import io.nightshift.queue.Forecast;
import io.nightshift.queue.Hold;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.RunningLimit;
import io.nightshift.queue.Search;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The nodes and what they run, what is ready for them, and what may not start. */
public final class Workers {

    private static final int MOST_RUNNING = 200;

    /** What the page shows. */
    public record Floor(
            List<Nodes.Node> nodes,
            List<AsyncOperation> running,
            List<Forecast> forecasts,
            List<Hold> holds,
            List<RunningLimit> limits) {

        /** How many run on each node. */
        public Map<String, Long> busy() {
            return running.stream()
                    .collect(Collectors.groupingBy(
                            operation -> Objects.requireNonNullElse(operation.hostId(), ""), Collectors.counting()));
        }

        public List<OperationType> types() {
            return Arrays.asList(OperationType.values());
        }
    }

    private final Site site;
    private final Pages pages;

    Workers(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply page(PageCall call) throws SQLException {
        Floor floor = new Floor(
                site.service().nodes().nodes(),
                site.jobs()
                        .find(Search.all()
                                .in(call.organization())
                                .states(Set.of(StateCode.LOCKED))
                                .limit(MOST_RUNNING))
                        .operations(),
                site.jobs().forecast(call.organization()),
                site.service().holds().list(),
                site.service().queue().limits().list());
        return pages.page("workers", pages.frame(call, "workers", Texts.ENGLISH.of("workers.title")), floor);
    }

    /** What a node can run, as people call it. */
    public static String handlers(Nodes.Node node) {
        return node.handlers().stream()
                .map(handler -> handler.startsWith("type:")
                        ? OperationType.stored(Integer.parseInt(handler.substring("type:".length())))
                                .label()
                        : handler.replaceFirst("^message:", ""))
                .collect(Collectors.joining(", "));
    }

    Reply place(PageCall call) throws SQLException {
        Hold hold = site.service().holds().place(target(call), author(call));
        return call.done(Notice.done(Texts.ENGLISH.of("workers.placed", hold.target())), "/workers");
    }

    private static Hold.Target target(PageCall call) {
        String organization = call.organization();
        String kind = call.form().one("kind", "");
        String value = call.form().one("value");
        if (kind.equals("organization")) {
            return Hold.Target.organization(organization);
        }
        if (value == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Say what is to be held.");
        }
        return switch (kind) {
            case "type" -> Hold.Target.type(organization, type(value));
            case "message" -> Hold.Target.message(organization, value);
            case "lane" -> Hold.Target.lane(organization, value);
            case "limit" -> Hold.Target.limit(organization, value);
            default ->
                throw ErrorCode.INVALID_ARGUMENT.fault(
                        "A hold is of everything, a type, a message, a lane" + " or a limit key.");
        };
    }

    private static OperationType type(String label) {
        return Arrays.stream(OperationType.values())
                .filter(type -> type.label().equalsIgnoreCase(label)
                        || Integer.toString(type.code()).equals(label))
                .findFirst()
                .orElseThrow(() -> ErrorCode.INVALID_ARGUMENT.fault("There is no type '" + label + "'."));
    }

    /** Limits how many run at a time. */
    Reply limit(PageCall call) throws SQLException {
        String type = call.form().one("type");
        boolean everywhere = call.form().has("where", "all");
        RunningLimit limit = site.service()
                .queue()
                .limits()
                .set(
                        new RunningLimit.Scope(
                                everywhere ? null : call.organization(), type == null ? null : type(type)),
                        most(call.form().one("most", "")),
                        author(call));
        return call.done(
                Notice.done(Texts.ENGLISH.of("workers.limited", limit.scope(), limit.most())), "/workers#h-limits");
    }

    private static int most(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A limit is a whole number from 1 on; got '" + text + "'.");
        }
    }

    Reply unlimit(PageCall call) throws SQLException {
        try {
            site.service().queue().limits().remove(Long.parseLong(call.form().one("limit", "")), author(call));
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("That is not the number of a limit.");
        }
        return call.done(Notice.done(Texts.ENGLISH.of("workers.unlimited")), "/workers#h-limits");
    }

    Reply lift(PageCall call) throws SQLException {
        try {
            Author author = author(call);
            Hold hold = site.service().holds().lift(Long.parseLong(call.form().one("hold", "")), author);
            String text = Texts.ENGLISH.of("workers.lifted", hold.target());
            return call.done(Notice.done(isPause(hold) ? text + " " + resumed(call, hold, author) : text), "/workers");
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("That is not the number of a hold.");
        }
    }

    Reply drain(PageCall call) throws SQLException {
        String node = call.form().one("node", "");
        site.service().nodes().drain(node, author(call));
        return call.done(Notice.done(Texts.ENGLISH.of("workers.drained", node)), "/workers");
    }

    Reply resume(PageCall call) throws SQLException {
        String node = call.form().one("node", "");
        site.service().nodes().takeBack(node, author(call));
        return call.done(Notice.done(Texts.ENGLISH.of("workers.resumed", node)), "/workers");
    }

    /** Whether it pauses all workflows, which suspends those that run. */
    public static boolean isPause(Hold hold) {
        return PausedWorkflows.isPause(hold);
    }

    private String resumed(PageCall call, Hold hold, Author author) throws SQLException {
        PausedWorkflows paused = new PausedWorkflows(site.service());
        long suspended = paused.suspended(hold);
        boolean resumes = call.form().one("resume") != null;
        if (resumes) {
            paused.resume(hold, author);
        }
        return Texts.ENGLISH.of(
                suspended == 0 ? "workers.paused.none" : resumes ? "workers.paused.resumed" : "workers.paused.left",
                suspended);
    }

    private static Author author(PageCall call) {
        return new Author(call.visitor().name(), call.form().one("reason"));
    }
}
