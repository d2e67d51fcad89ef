package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One operation: why it does not run and when it will, and everything that is known of it. */
public final class JobForm {

    private static final int MOST_CHILDREN = 50;
    private static final int MOST_ANCESTORS = 8;
    private static final Duration PATIENCE = Duration.ofMillis(150);

    /** What the page shows. */
    public record Job(
            AsyncOperation operation,
            List<Explanation> explanations,
            History history,
            Family family,
            Story story,
            Names names,
            @Nullable Lane lane,
            @Nullable String data,
            @Nullable String result) {

        public List<Action> actions() {
            return Action.openTo(operation);
        }

        /** Whether the page is worth reading again by itself. */
        public boolean isGoingOn() {
            return !operation.isCompleted();
        }
    }

    /**
     * What happened to it and what is planned.
     *
     * @param log what its handler wrote
     * @param audit who did what to it
     */
    public record History(
            List<SystemJobs.Attempt> attempts,
            List<SystemJobs.LogLine> log,
            List<SystemJobs.LogLine> audit,
            List<PlannedRetry> planned) {}

    /** A retry that will be made if the one before fails too. */
    public record PlannedRetry(int number, Duration after, Instant at) {}

    /**
     * What asked for it, and what it asked for.
     *
     * @param ancestors the first that asked comes first
     * @param more whether there may be more children than are listed
     */
    public record Family(List<AsyncOperation> ancestors, List<AsyncOperation> children, boolean more) {

        public @Nullable AsyncOperation parent() {
            return ancestors.isEmpty() ? null : ancestors.getLast();
        }

        public boolean isAlone() {
            return ancestors.isEmpty() && children.isEmpty();
        }
    }

    private final Site site;
    private final Pages pages;
    private final Lanes lanes;

    JobForm(Site site, Pages pages, Lanes lanes) {
        this.site = site;
        this.pages = pages;
        this.lanes = lanes;
    }

    Reply page(PageCall call) throws SQLException {
        UUID id = call.id(1);
        String organization = call.organization();
        AsyncOperation operation = site.operation(organization, id);
        SystemJobs jobs = site.jobs();
        List<SystemJobs.LogLine> lines = jobs.log(organization, id, 0);
        History history = new History(
                jobs.attempts(organization, id),
                lines.stream().filter(line -> line.author() == null).toList(),
                lines.stream().filter(line -> line.author() != null).toList().reversed(),
                planned(operation));
        String token = operation.token();
        Job job = new Job(
                operation,
                jobs.explain(organization, id),
                history,
                family(organization, operation),
                Story.of(operation, call, site),
                Names.of(List.of(operation), call.visitor(), site),
                token == null ? null : lanes.lane(organization, token),
                masked(jobs.data(organization, id)),
                masked(jobs.result(organization, id)));
        return pages.page("job", pages.frame(call, "jobs", operation.name()), job);
    }

    private static @Nullable String masked(Optional<String> text) {
        return text.filter(some -> !some.isBlank()).map(Secrets::masked).orElse(null);
    }

    private Family family(String organization, AsyncOperation operation) throws SQLException {
        List<AsyncOperation> ancestors = new ArrayList<>();
        UUID parent = operation.parentId();
        while (parent != null && ancestors.size() < MOST_ANCESTORS) {
            AsyncOperation above = site.jobs().get(organization, parent).orElse(null);
            if (above != null) {
                ancestors.addFirst(above);
            }
            parent = above == null ? null : above.parentId();
        }
        SystemJobs.Page children = site.jobs()
                .find(Search.all().in(organization).parent(operation.id()).limit(MOST_CHILDREN), PATIENCE);
        return new Family(ancestors, children.operations(), children.next() != null);
    }

    private List<PlannedRetry> planned(AsyncOperation operation) {
        RetrySchedule schedule = site.service().settings().retries();
        Instant next = operation.postponeUntil();
        if (operation.cause() != Cause.RETRY || next == null) {
            return List.of();
        }
        List<PlannedRetry> planned = new ArrayList<>();
        planned.add(new PlannedRetry(
                operation.retryCount(),
                schedule.waitAfter(Math.max(0, operation.retryCount() - 1)).orElse(Duration.ZERO),
                next));
        for (int made = operation.retryCount(); schedule.waitAfter(made).isPresent(); made++) {
            Duration wait = schedule.waitAfter(made).get();
            next = next.plus(wait);
            planned.add(new PlannedRetry(made + 1, wait, next));
        }
        return planned;
    }
}
