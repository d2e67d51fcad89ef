package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.StatusCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One operation of the model: plain fields, no rules. */
final class ModelOperation {

    final String label;
    final Step.Request request;
    final Instant createdOn;

    /** For a series: its rule, which may be edited. */
    Step.@Nullable Rule rule;

    /** The order of enqueue. */
    long order;

    StatusCode status = StatusCode.WAITING_FOR_RESOURCES;

    @Nullable
    Cause cause;

    @Nullable
    Instant postponeUntil;

    String data;
    int retries;
    int attempt;
    int claim;
    int losses;
    /** Whether it has a slot of its lane, as the holder or in his tow. */
    boolean holdsLane;

    boolean inTow;

    @Nullable
    Integer limitSlot;

    int progress = -1;

    @Nullable
    String host;

    @Nullable
    Instant startedOn;

    @Nullable
    Instant completedOn;

    @Nullable
    Integer errorCode;

    @Nullable
    String eventKey;

    @Nullable
    String parent;

    /** The events it has been given, and the one its handler works on. */
    final Set<Integer> given = new HashSet<>();

    @Nullable
    Integer wokenBy;

    /** For a series: when it goes on, whatever it stands at. */
    @Nullable
    Instant nextFire;

    /** For a series: the first time of its rule. */
    @Nullable
    Instant ruleStart;

    /** For a series: dates of its rule on which no occurrence is made. */
    final Set<Instant> skipped = new HashSet<>();

    int occurrences;

    final List<String> attempts = new ArrayList<>();
    int logLines;

    ModelOperation(String label, Step.Request request, Instant createdOn) {
        this.label = label;
        this.request = request;
        this.createdOn = createdOn;
        this.rule = request.rule();
        this.data = request.label();
    }

    boolean isSeries() {
        return request.rule() != null;
    }

    /** The lane it stands in; a series stands in none. */
    @Nullable
    String lane() {
        return isSeries() ? null : request.token();
    }

    /** The limit it is under; a series is under none. */
    @Nullable
    LimitKey limit() {
        return isSeries() ? null : request.limit();
    }

    boolean isLive() {
        return completedOn == null;
    }

    boolean isLocked() {
        return status == StatusCode.IN_PROGRESS || status == StatusCode.PAUSING || status == StatusCode.CANCELING;
    }

    boolean isClaimable() {
        return wants() && (limit() == null || limitSlot != null);
    }

    /** Whether it could run if its limit let it. */
    boolean wants() {
        return status == StatusCode.WAITING_FOR_RESOURCES && (lane() == null || holdsLane);
    }

    boolean waits(Cause wanted) {
        return status == StatusCode.WAITING && cause == wanted;
    }

    void stand(StatusCode newStatus, @Nullable Cause newCause, @Nullable Instant until) {
        status = newStatus;
        cause = newCause;
        postponeUntil = until;
    }

    String standing() {
        return standing(status, cause);
    }

    static String standing(StatusCode status, @Nullable Cause cause) {
        return cause == null ? status.name() : status.name() + "/" + cause.name();
    }

    String bucket() {
        return request.type().code() + ":" + request.message();
    }

    /** Everything that can be seen of it, by the names that {@link RealQueue} reads. */
    Map<String, String> visible() {
        Map<String, String> seen = new TreeMap<>();
        seen.put("standing", standing());
        seen.put("postponeUntil", String.valueOf(postponeUntil));
        seen.put("retries", "" + retries);
        seen.put("attempt", "" + attempt);
        seen.put("claim", "" + claim);
        seen.put("holdsLane", "" + holdsLane);
        seen.put("host", String.valueOf(host));
        seen.put("createdOn", "" + createdOn);
        seen.put("startedOn", String.valueOf(startedOn));
        seen.put("completedOn", String.valueOf(completedOn));
        seen.put("errorCode", String.valueOf(errorCode));
        seen.put("progress", progress < 0 ? "null" : "" + progress);
        seen.put("type", request.type().name());
        seen.put("message", request.message());
        seen.put("kept", request.kept().name());
        seen.put("series", "" + isSeries());
        seen.put("data", data);
        seen.put("parent", String.valueOf(parent));
        seen.put("limit", String.valueOf(request.limit()));
        seen.put("token", String.valueOf(request.token()));
        if (isLive()) {
            seen.put("losses", "" + losses);
            seen.put("limitSlot", String.valueOf(limitSlot));
            seen.put("eventKey", String.valueOf(eventKey));
        }
        return seen;
    }
}
