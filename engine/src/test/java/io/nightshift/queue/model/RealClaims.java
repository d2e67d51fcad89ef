package io.nightshift.queue.model;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Holds;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.Pulse;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Recorder;
import io.nightshift.queue.Settlement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The nodes of a sequence, what they claim on PostgreSQL and what they record. */
final class RealClaims {

    private record Node(long id, String name) {}

    private record Held(Claim claim, Node node) {}

    private static final Settlement.Error ERROR = new Settlement.Error(ModelRecord.ERROR, "It did not work.");

    private final QueueStore store;
    private final Claims claims;
    private final Nodes nodes;
    private final RealNames names;
    private final @Nullable Node[] places = new Node[ModelNodes.PLACES];
    /** By label and claim number, as nodes remember what they hold, whether or not they still do. */
    private final Map<String, Held> held = new HashMap<>();

    private final Map<String, Claim> last = new HashMap<>();
    private final Map<Long, Long> beats = new HashMap<>();

    RealClaims(QueueStore store, Claims claims, Nodes nodes, RealNames names) {
        this.store = store;
        this.claims = claims;
        this.nodes = nodes;
        this.names = names;
    }

    String start(int place) throws SQLException {
        // Numbers that cannot meet those of earlier sequences: what ended keeps the number of its node.
        long id = UUID.randomUUID().getMostSignificantBits() >>> 1;
        Node node = new Node(id, "node-" + place + "." + beats.size());
        nodes.register(new Nodes.Registration(id, node.name(), 10_000, 8, "test", List.of("message:a")));
        // It has no thread that watches for holds, and is not waited for.
        new Holds(store).seen(id, Long.MAX_VALUE);
        beats.put(id, 0L);
        places[place] = node;
        return "";
    }

    String claim(Step.Claim step) throws SQLException {
        Node node = places[step.node()];
        if (node == null) {
            return "[]";
        }
        List<Claims.Wanted> wanted = claims.look().stream()
                .map(ready -> new Claims.Wanted(ready.bucket(), step.most(), step.behind(), 0))
                .toList();
        List<String> answers = new ArrayList<>();
        for (Claim claim : claims.claim(node.id(), wanted)) {
            String label = names.label(claim.id());
            held.put(label + "#" + claim.claimNumber(), new Held(claim, node));
            last.put(label, claim);
            answers.add(label + "#" + claim.claimNumber() + " attempt " + claim.attempt() + " retries "
                    + claim.retryCount() + " losses " + claim.lossCount() + " event "
                    + claims.event(claim).map(event -> event.data()).orElse(null));
        }
        return answers.toString();
    }

    String settle(List<Step.Ending> endings, Instant now) throws SQLException {
        List<Settlement> settlements = new ArrayList<>();
        Node node = null;
        for (Step.Ending ending : endings) {
            Held known = held.get(ending.label() + "#" + ending.claim());
            if (known != null) {
                node = node == null ? known.node() : node;
                settlements.add(settlement(known.claim(), ending, now).startedOn(ending.started() ? now : null));
            }
        }
        if (node == null) {
            return "[]";
        }
        long id = node.id();
        return labels(new Recorder(store, () -> id)
                .record(settlements).stream()
                        .map(recorded -> recorded.claim().id())
                        .toList());
    }

    private static Settlement settlement(Claim claim, Step.Ending ending, Instant now) {
        Instant until = now.plusSeconds(ending.seconds());
        return switch (ending.move()) {
            case SUCCEED -> Settlement.succeeded(claim, "done");
            case FAIL -> Settlement.failed(claim, ModelRecord.ERROR, "It failed.");
            case STOP -> Settlement.canceled(claim, "It stopped.");
            case RETRY -> Settlement.suspended(claim, ending.move(), Standing.suspended(Cause.RETRY), until, ERROR);
            case SUSPEND ->
                Settlement.suspended(
                        claim, ending.move(), Standing.suspended(Cause.PERSON), AsyncOperation.NEVER, ERROR);
            case CHECKPOINT ->
                Settlement.suspended(
                        claim, ending.move(), Standing.suspended(Cause.CHECKPOINT), until, Settlement.Error.NONE);
            case AWAIT -> Settlement.awaiting(claim, ending.eventKey(), ending.hasEnd() ? until : null);
            case RELEASE -> Settlement.released(claim);
            default -> throw new IllegalArgumentException("A handler does not end with " + ending.move());
        };
    }

    private String labels(Iterable<UUID> ids) {
        TreeSet<String> labels = new TreeSet<>();
        ids.forEach(id -> labels.add(names.label(id)));
        return labels.toString();
    }

    String mark(Step.MarkStart step, Instant now) throws SQLException {
        Held known = held.get(step.label() + "#" + step.claim());
        return known == null
                ? ""
                : ""
                        + !claims.start(List.of(new Claims.Started(known.claim(), now)))
                                .isEmpty();
    }

    String report(Step.Report report) throws SQLException {
        Held known = held.get(report.label() + "#" + report.claim());
        if (known == null) {
            return "";
        }
        Optional<Integer> status = store.database()
                .inTransaction(connection ->
                        claims.report(connection, known.claim(), new Claims.Report(report.progress(), null, "cursor")));
        return status.map(code -> StatusCode.of(code).name()).orElse("lost");
    }

    /** The last claim of an operation, or null. */
    @Nullable
    Claim last(String label) {
        return last.get(label);
    }

    Claims.Known known(Claim claim) throws SQLException {
        return claims.known(claim);
    }

    String renew(int place) throws SQLException {
        Node node = places[place];
        if (node == null) {
            return "";
        }
        Pulse renewal = nodes.pulse(node.id(), false, true);
        if (renewal.renewed()) {
            beats.merge(node.id(), 1L, Long::sum);
        }
        return renewal.renewed() + " "
                + renewal.others().stream()
                        .map(other -> other.name() + "@" + other.beat())
                        .sorted()
                        .toList();
    }

    String declareDead(Step.DeclareDead step) throws SQLException {
        Node node = places[step.node()];
        if (node == null) {
            return "";
        }
        long beat = Objects.requireNonNull(beats.get(node.id())) - (step.outdated() ? 1 : 0);
        return "" + nodes.declareDead(new Nodes.Beat(node.id(), node.name(), beat, 10_000));
    }

    String end(int place) throws SQLException {
        Node node = places[place];
        if (node != null) {
            nodes.end(node.id());
        }
        return "";
    }

    String rescue() throws SQLException {
        List<UUID> ids = new ArrayList<>();
        Nodes.Rescued page = nodes.rescue();
        while (page.seen() > 0) {
            ids.addAll(page.ids());
            page = nodes.rescue();
        }
        return labels(ids);
    }
}
