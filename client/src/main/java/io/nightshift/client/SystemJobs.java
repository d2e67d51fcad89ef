package io.nightshift.client;

import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationState;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** System jobs: what becomes of them, and the moves that a caller asks for. Thread-safe. */
public final class SystemJobs {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
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
        long begun = api.pace().nanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            AsyncOperation job = get(id);
            if (rests(job)) {
                return job;
            }
            Duration left = timeout.minusNanos(api.pace().nanos() - begun);
            if (left.isNegative() || left.isZero()) {
                throw new TimeoutException("The system job " + id + " is still " + job.status() + " after "
                        + timeout.toMillis() + " ms; it goes on.");
            }
            api.pause(pause.compareTo(left) < 0 ? pause : left);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
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
        for (JsonNode reason :
                api.get("asyncoperations(" + id + ")/Nightshift.Explain()").path("value")) {
            reasons.add(new Reason(
                    reason.path("Kind").asString(""), reason.path("Sentence").asString("")));
        }
        return reasons;
    }
}
