package io.nightshift.platform.workflow;

import io.nightshift.database.FurtherStatement;
import io.nightshift.operation.UuidV7;
import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.workflow.document.Action;
import io.nightshift.platform.workflow.document.Step;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one turn did, written with the turn (workflowlog of Dynamics): a row for each step, a further one for
 * each try that failed. Not thread-safe.
 */
final class WorkflowLog {

    static final String ENTITY = "workflowlog";
    static final int SUCCEEDED = 2;
    static final int FAILED = 3;
    static final int CANCELED = 4;
    static final int WAITING = 5;

    private static final int LONGEST = 10_000;

    private final Instant now;
    private final UUID operation;
    private final UUID workflow;
    private final List<Entity> rows = new ArrayList<>();
    private @Nullable Step step;
    private int round;

    WorkflowLog(Instant now, UUID operation, UUID workflow) {
        this.now = now;
        this.operation = operation;
        this.workflow = workflow;
    }

    void began(Step begun, Instance instance) {
        step = begun;
        round = instance.frames.getLast().round();
    }

    @Nullable
    Step current() {
        return step;
    }

    void ended(int status, @Nullable String message) {
        row(status, message, null);
    }

    void failed(String message, int code) {
        row(FAILED, message, code);
    }

    private void row(int status, @Nullable String message, @Nullable Integer code) {
        Step of = step;
        if (of == null) {
            return;
        }
        rows.add(new Entity(ENTITY, UuidV7.make(now))
                .set("asyncoperationid", operation)
                .set("workflowid", workflow)
                .set("stepname", of.name())
                .set("activityname", kind(of))
                .set("iterationcount", round)
                .set("status", new OptionSetValue(status))
                .set("startedon", now)
                .set("completedon", now)
                .set(
                        "message",
                        message == null || message.length() <= LONGEST ? message : message.substring(0, LONGEST))
                .set("errorcode", code));
    }

    /** Forgets all lines but the last. */
    void keepLast() {
        rows.subList(0, Math.max(0, rows.size() - 1)).clear();
    }

    /** What writes them, to be sent with the checkpoint; null when there are none. */
    @Nullable
    FurtherStatement along(RequestContext context) {
        return rows.isEmpty() ? null : new RecordCreation(context.unrestricted()).along(ENTITY, rows);
    }

    /** They are committed. */
    void written() {
        rows.clear();
    }

    private static String kind(Step step) {
        Object what = step instanceof Step.Act(Step.Head _, Action action) ? action : step;
        return what.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
