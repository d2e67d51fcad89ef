package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.ServiceFault;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkMove;
import io.nightshift.queue.BulkMoves;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.OperationQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person does with operations: first a page that says what would happen to which, then the deed. All that match are
 * moved by an operation of their own, limited to what existed when it was asked for.
 */
public final class JobActions {

    /** From this many on, the number must be typed. */
    static final int RETYPE_ABOVE = 50;

    private static final int SAMPLE = 10;

    /**
     * What is asked before it is done.
     *
     * @param fields what the form carries on: the ids, or the conditions
     * @param open how many of them would be changed
     * @param more whether there are more than were counted
     * @param retype whether the number must be typed
     */
    public record Confirmation(
            Action action,
            boolean all,
            Parameters fields,
            List<AsyncOperation> sample,
            long matching,
            long open,
            boolean more,
            boolean retype,
            String back,
            Instant suggested,
            @Nullable String conditions) {}

    private final Site site;
    private final Pages pages;

    JobActions(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply confirm(PageCall call) throws SQLException {
        Action action = action(call.query());
        boolean all = call.query().has("scope", "all");
        return pages.page(
                "confirm",
                pages.frame(call, "jobs", Texts.ENGLISH.of(action.key())),
                all ? allThatMatch(call, action) : chosen(call, action));
    }

    private static Action action(Parameters parameters) {
        return Action.of(parameters.one("action"))
                .orElseThrow(() -> ErrorCode.INVALID_ARGUMENT.fault(
                        "Choose what to do: cancel, resume, postpone, pause, delete or run again."));
    }

    private Confirmation chosen(PageCall call, Action action) throws SQLException {
        List<AsyncOperation> operations = new ArrayList<>();
        for (UUID id : ids(call.query())) {
            site.jobs().get(call.organization(), id).ifPresent(operations::add);
        }
        long open = operations.stream().filter(action::isOpenTo).count();
        return new Confirmation(
                action,
                false,
                call.query().only(List.of("id")),
                operations.stream().limit(SAMPLE).toList(),
                operations.size(),
                open,
                false,
                open > RETYPE_ABOVE,
                back(call),
                suggested(),
                null);
    }

    private Confirmation allThatMatch(PageCall call, Action action) throws SQLException {
        GridQuery query = JobsGrid.query(call);
        BulkMoves.DryRun found = site.service()
                .bulkMoves()
                .dryRun(
                        bulk(
                                call,
                                query,
                                action,
                                suggested(),
                                Author.of(call.visitor().name())),
                        true);
        return new Confirmation(
                action,
                true,
                query.parameters().without("after", "order", "sort", "cols", "saved"),
                found.sample().stream().limit(SAMPLE).toList(),
                found.matching(),
                found.matching(),
                found.isMore(),
                found.matching() > RETYPE_ABOVE,
                query.here(),
                suggested(),
                query.parameters()
                        .without("after", "order", "sort", "cols", "saved")
                        .toString());
    }

    private static String back(PageCall call) {
        String back = call.query().one("back", "/jobs");
        return PageCall.isOurs(back) ? back : "/jobs";
    }

    private Instant suggested() {
        return site.now().plus(Duration.ofHours(1));
    }

    private static List<UUID> ids(Parameters parameters) {
        List<UUID> ids = parameters.all("id").stream().map(PageCall::id).toList();
        if (ids.isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Select at least one operation first.");
        }
        if (ids.size() > OperationQueue.MAX_IDS) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "Select at most " + OperationQueue.MAX_IDS + " operations, or ask for all that match.");
        }
        return ids;
    }

    private static BulkMove bulk(PageCall call, GridQuery query, Action action, Instant until, Author author) {
        Move move = action.move();
        if (move == null || !action.isForAll()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("This cannot be asked of all that match; select the operations.");
        }
        return new BulkMove(query.conditions(call.organization()), move, move == Move.POSTPONE ? until : null, author);
    }

    /** Does it. */
    Reply act(PageCall call) throws SQLException {
        Action action = action(call.form());
        Author author = new Author(call.visitor().name(), call.form().one("reason"));
        Instant until = action == Action.POSTPONE ? until(call) : site.now();
        checkRetyped(call.form());
        if (call.form().has("scope", "all")) {
            GridQuery query = new GridQuery(call.form(), call.visitor());
            UUID id = site.service().bulkMoves().start(bulk(call, query, action, until, author), true);
            site.service().queue().hint();
            return call.done(Notice.done(Texts.ENGLISH.of("notice.bulk")), "/jobs/" + id);
        }
        List<UUID> ids = ids(call.form());
        return switch (action) {
            case RERUN, RUN_NOW -> again(call, action, ids, author);
            default -> moved(call, action, ids, until, author);
        };
    }

    private static Instant until(PageCall call) {
        String until = call.form().one("until");
        if (until == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Say until when to postpone.");
        }
        return GridQuery.time(until, call.visitor().zone());
    }

    static void checkRetyped(Parameters form) {
        String expected = form.one("expected");
        if (expected != null && !expected.equals(form.one("retyped", "").replaceAll("[,.\\s]", ""))) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "The number did not match, so nothing was done. Go back and type " + expected + ".");
        }
    }

    private Reply moved(PageCall call, Action action, List<UUID> ids, Instant until, Author author)
            throws SQLException {
        Move move = Objects.requireNonNull(action.move());
        List<MoveResult> results = List.copyOf(site.service()
                .queue()
                .move(move, call.organization(), ids, action == Action.POSTPONE ? until : null, author)
                .values());
        long done = results.stream()
                .filter(result -> result.kind() != MoveResult.Kind.REFUSED)
                .count();
        String refusal = results.stream()
                .map(MoveResult::refusal)
                .filter(Objects::nonNull)
                .map(fault -> String.valueOf(fault.getMessage()))
                .findFirst()
                .orElse("");
        boolean gone = action == Action.DELETE && ids.size() == 1 && done == 1;
        return call.done(notice(action, done, results.size() - done, refusal), gone ? "/jobs" : call.back("/jobs"));
    }

    private static Notice notice(Action action, long done, long refused, String refusal) {
        String what = Texts.ENGLISH.of("done." + action.word() + (done == 1 ? ".one" : ".many"), done);
        if (refused == 0) {
            return Notice.done(what);
        }
        return done == 0
                ? Notice.failed(refusal)
                : new Notice(Notice.Kind.PARTLY, what + " " + Texts.ENGLISH.of("done.refused", refused, refusal));
    }

    private Reply again(PageCall call, Action action, List<UUID> ids, Author author) throws SQLException {
        List<UUID> made = new ArrayList<>();
        String refusal = "";
        for (UUID id : ids) {
            try {
                made.add(
                        action == Action.RERUN
                                ? site.service().rerun(call.organization(), id, author)
                                : site.service().queue().runNow(call.organization(), id, author));
            } catch (ServiceFault fault) {
                refusal = String.valueOf(fault.getMessage());
            }
        }
        return call.done(
                notice(action, made.size(), ids.size() - made.size(), refusal),
                made.size() == 1 ? "/jobs/" + made.getFirst() : call.back("/jobs"));
    }
}
