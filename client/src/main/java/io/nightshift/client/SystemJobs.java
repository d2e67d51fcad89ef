package io.nightshift.client;

import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationState;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.fetch.FetchXmlWriter;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** System jobs: what becomes of them, and the moves that a caller asks for. Thread-safe. */
public final class SystemJobs {

    private static final ColumnSet STANDING = ColumnSet.of(
            "name",
            "messagename",
            "operationtype",
            "statecode",
            "statuscode",
            "postponeuntil",
            "retrycount",
            "errorcode",
            "message",
            "friendlymessage",
            "regardingobjectid",
            "createdon",
            "startedon",
            "completedon");

    private final OrganizationService service;
    private final WebApi api;

    SystemJobs(OrganizationService service, WebApi api) {
        this.service = service;
        this.api = api;
    }

    /**
     * Why a job does not run.
     *
     * @param kind the kind of the reason, for programs
     * @param sentence the reason in a sentence, for people
     */
    public record Reason(String kind, String sentence) {}

    /** How a job stands, without its data. */
    public AsyncOperation get(UUID id) {
        return AsyncOperation.of(service.retrieve(AsyncOperation.ENTITY, id, STANDING));
    }

    /**
     * Waits until a job is completed, or is suspended until a person resumes it; its status reason tells which. The server is
     * asked again after pauses that grow to two seconds.
     *
     * @return the job as it stands then
     * @throws TimeoutException when it is still under way after that time; the job goes on
     */
    public AsyncOperation await(UUID id, Duration timeout) throws TimeoutException {
        return Polling.until(api, "The system job " + id, () -> get(id), SystemJobs::rests, timeout);
    }

    private static boolean rests(AsyncOperation job) {
        return job.state() == AsyncOperationState.COMPLETED
                || (job.state() == AsyncOperationState.SUSPENDED
                        && AsyncOperation.UNTIL_RESUMED.equals(job.postponeUntil()));
    }

    /** Cancels a job; one that runs stops at its next checkpoint. */
    public void cancel(UUID id) {
        service.update(new AsyncOperation(id).status(AsyncOperationStatus.CANCELED));
    }

    /** Suspends a job that runs, at its next checkpoint, or one that waits, until it is resumed. One that is ready is postponed. */
    public void pause(UUID id) {
        service.update(new AsyncOperation(id).status(AsyncOperationStatus.WAITING));
    }

    /** Makes a suspended job ready. */
    public void resume(UUID id) {
        service.update(new AsyncOperation(id).status(AsyncOperationStatus.WAITING_FOR_RESOURCES));
    }

    /** Suspends a job until a time, at which it goes on by itself. */
    public void postpone(UUID id, Instant until) {
        service.update(new AsyncOperation(id).postponeUntil(until));
    }

    /** Why a job does not run, what binds it first; empty when nothing does. */
    public List<Reason> explain(UUID id) {
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode reason : api.function(of(id, "Explain"), Map.of()).path("value")) {
            reasons.add(new Reason(
                    reason.path("Kind").asString(""), reason.path("Sentence").asString("")));
        }
        return reasons;
    }

    /** A line of a job's log; the author is null where the job itself wrote it. */
    public record LogLine(long line, Instant at, @Nullable String author, String message) {}

    /**
     * The log of a job.
     *
     * @param after the number of the last line that is known; 0 for all
     */
    public List<LogLine> log(UUID id, long after) {
        List<LogLine> lines = new ArrayList<>();
        for (JsonNode line :
                api.function(of(id, "Log"), Map.of("AfterLine", after)).path("value")) {
            lines.add(new LogLine(
                    line.path("Line").asLong(0),
                    Instant.parse(line.path("At").asString("")),
                    line.path("Author").asString(null),
                    line.path("Message").asString("")));
        }
        return lines;
    }

    /** Enqueues a job like one that has ended, and answers its id. */
    public UUID rerun(UUID id, @Nullable String reason) {
        return made(api.action(of(id, "Rerun"), reason(reason)));
    }

    /** Makes an extra occurrence of a series, and answers its id. */
    public UUID runNow(UUID id, @Nullable String reason) {
        return made(api.action(of(id, "RunNow"), reason(reason)));
    }

    /** The next dates of a series, at most so many, 1 to 1000. */
    public List<Instant> nextDates(UUID id, int most) {
        List<Instant> dates = new ArrayList<>();
        api.function(of(id, "NextDates"), Map.of("Most", most))
                .path("value")
                .forEach(date -> dates.add(Instant.parse(date.asString(""))));
        return dates;
    }

    /** What all that match can be told to do. */
    public enum Move {
        CANCEL,
        PAUSE,
        RESUME,
        DELETE
    }

    /**
     * Moves all that match, in the background, by a job of its own whose id is answered. It takes the right to every job of the
     * organization.
     */
    public UUID moveAll(Move move, JobSearch search, @Nullable String reason) {
        return made(api.action("Nightshift.MoveAll", bulk(word(move), search, reason)));
    }

    /** Postpones all that match until a time, in the same way. */
    public UUID postponeAll(JobSearch search, Instant until, @Nullable String reason) {
        return made(api.action(
                "Nightshift.MoveAll", bulk("postpone", search, reason).put("Until", until.toString())));
    }

    /**
     * Moves all that a query of records finds, in the same way, each as far as the caller has the right to it.
     *
     * @param query of {@code asyncoperation}; its columns, order and page do not matter
     */
    public UUID moveAll(Move move, QueryBase query, @Nullable String reason) {
        return made(api.action("Nightshift.MoveAll", found(word(move), query, reason)));
    }

    /** Postpones all that a query finds until a time, in the same way. */
    public UUID postponeAll(QueryBase query, Instant until, @Nullable String reason) {
        return made(api.action(
                "Nightshift.MoveAll", found("postpone", query, reason).put("Until", until.toString())));
    }

    /** How many of those that a query finds a move would meet, counted up to 5,000; nothing is moved. */
    public long count(Move move, QueryBase query) {
        return api.action("Nightshift.MoveAll", found(word(move), query, null).put("DryRun", true))
                .path("Matching")
                .asLong(0);
    }

    private static ObjectNode found(String move, QueryBase query, @Nullable String reason) {
        return reason(reason)
                .put("Move", move)
                .put("FetchXml", FetchXmlWriter.write(query).query());
    }

    /** How many a move would meet, counted up to 10,000; nothing is moved. */
    public long count(Move move, JobSearch search) {
        return api.action("Nightshift.MoveAll", bulk(word(move), search, null).put("DryRun", true))
                .path("Matching")
                .asLong(0);
    }

    private static ObjectNode bulk(String move, JobSearch search, @Nullable String reason) {
        ObjectNode body = reason(reason).put("Move", move).put("Everything", search.equals(JobSearch.EVERYTHING));
        body.set("Conditions", search.json());
        return body;
    }

    private static String word(Move move) {
        return move.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode reason(@Nullable String reason) {
        return JsonNodeFactory.instance.objectNode().put("Reason", reason);
    }

    private static UUID made(JsonNode answer) {
        return UUID.fromString(answer.path("AsyncOperationId").asString(""));
    }

    private static String of(UUID id, String name) {
        return "asyncoperations(" + id + ")/Nightshift." + name;
    }
}
