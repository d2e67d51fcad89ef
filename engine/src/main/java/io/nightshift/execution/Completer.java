package io.nightshift.execution;

import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Recorder;
import io.nightshift.queue.Settlement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records results in batches: while one batch commits, the next comes together. A row that PostgreSQL refuses does not
 * hold up the others; it is recorded as failed, with the reason.
 */
final class Completer {

    private static final Logger LOG = LoggerFactory.getLogger(Completer.class);
    private static final int BATCH = 1000;
    private static final int BATCH_CHARACTERS = 8_000_000;
    /** Nothing depends on it: who brings a result says so. */
    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(5);

    /**
     * A result on its way to the database.
     *
     * @param prefix of the run of a lane that it belongs to; null for none
     */
    record Result(
            Settlement settlement,
            long startedNanos,
            @Nullable Prefix prefix) {
        Result(Settlement settlement, long startedNanos) {
            this(settlement, startedNanos, null);
        }

        /** Whether one before it in its lane was refused. */
        boolean isCutOff() {
            return prefix != null && prefix.isBroken();
        }
    }

    /** What became of a result. */
    record Written(Result result, boolean recorded) {}

    private final Recorder recorder;
    private final Claims claims;
    private final BooleanSupplier leaseHeld;
    private final Consumer<Written> written;
    private final Queue<Result> results = new LinkedBlockingQueue<>();
    private final List<Result> unwritten = Collections.synchronizedList(new ArrayList<>());
    private volatile Runnable added = () -> {};
    private boolean unknown;

    Completer(Recorder recorder, Claims claims, BooleanSupplier leaseHeld, Consumer<Written> written) {
        this.recorder = recorder;
        this.claims = claims;
        this.leaseHeld = leaseHeld;
        this.written = written;
    }

    /** Called when there is something to record. */
    void onAdded(Runnable callback) {
        added = callback;
    }

    /** Takes a result; those of a run of a lane in its order. */
    void add(Result result) {
        Prefix prefix = result.prefix();
        if (prefix != null) {
            prefix.sent();
        }
        results.add(result);
        added.run();
    }

    int backlog() {
        return results.size();
    }

    /** The claims whose results are not in the database yet; for any thread, a look and not a promise. */
    List<Claim> unrecorded() {
        List<Result> all = new ArrayList<>(results);
        all.addAll(unwritten);
        return all.stream().map(result -> result.settlement().claim()).toList();
    }

    /** Records one batch. */
    long tick() throws SQLException {
        if (unwritten.isEmpty()) {
            drain();
        }
        if (unwritten.isEmpty()) {
            return REST_NANOS;
        }
        write();
        return 0;
    }

    /** Records all that is there. */
    void flush() throws SQLException {
        while (!unwritten.isEmpty() || !results.isEmpty()) {
            if (unwritten.isEmpty()) {
                drain();
            }
            write();
        }
    }

    /** A batch is bounded by its texts as well: a thousand large results would not fit into one message to the database. */
    private void drain() {
        long characters = unwritten.stream().mapToLong(Completer::characters).sum();
        while (unwritten.size() < BATCH && characters < BATCH_CHARACTERS) {
            Result next = results.poll();
            if (next == null) {
                return;
            }
            unwritten.add(next);
            characters += characters(next);
        }
    }

    private static int characters(Result result) {
        String text = result.settlement().result();
        return text == null ? 0 : text.length();
    }

    private void write() throws SQLException {
        try {
            if (unwritten.stream().anyMatch(Result::isCutOff)) {
                oneByOne();
                return;
            }
            Optional<Set<Settlement>> recorded = recorder.record(settlements(), this::isInOrder);
            if (recorded.isPresent()) {
                settled(recorded.get());
            } else {
                LOG.debug("A lane would have been recorded out of its order; recording one by one");
                oneByOne();
            }
        } catch (SQLException e) {
            if (isAboutTheData(e)) {
                LOG.debug("A batch was refused; recording one by one", e);
                oneByOne();
                return;
            }
            // The connection may have died after the commit: the next try must not take what it finds gone for fenced.
            unknown = true;
            if (!leaseHeld.getAsBoolean()) {
                LOG.warn(
                        "{} results could not be recorded before the lease ended; the operations will run again.",
                        unwritten.size());
                unwritten.stream()
                        .flatMap(result -> Stream.ofNullable(result.prefix()))
                        .forEach(prefix -> prefix.written(false));
                unwritten.clear();
                unknown = false;
            }
            throw e;
        } catch (RuntimeException e) {
            LOG.error("A batch could not be recorded; recording one by one", e);
            oneByOne();
        }
    }

    /** Whether no result of a run of a lane is recorded without those before it. */
    private boolean isInOrder(Set<Settlement> recorded) {
        if (recorded.size() == unwritten.size()) {
            return true;
        }
        Set<Prefix> refused = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Result result : unwritten) {
            Prefix prefix = result.prefix();
            if (prefix != null && !recorded.contains(result.settlement())) {
                refused.add(prefix);
            } else if (prefix != null && refused.contains(prefix)) {
                return false;
            }
        }
        return true;
    }

    private void oneByOne() throws SQLException {
        List<Result> rest = new ArrayList<>(unwritten);
        try {
            while (!rest.isEmpty()) {
                Result result = rest.removeFirst();
                unwritten.clear();
                unwritten.add(result);
                one(result);
            }
        } finally {
            unwritten.addAll(rest);
        }
    }

    private void one(Result result) throws SQLException {
        try {
            settled(result.isCutOff() ? Set.of() : recorder.record(settlements()));
        } catch (SQLException e) {
            if (!isAboutTheData(e)) {
                unknown = true;
                throw e;
            }
            refused(result, e);
        } catch (RuntimeException e) {
            refused(result, e);
        }
    }

    private void refused(Result result, Exception why) throws SQLException {
        Settlement failed = Settlement.failed(
                result.settlement().claim(),
                ErrorCode.SQL_ERROR.code(),
                "Its result could not be recorded: " + why.getMessage());
        unwritten.clear();
        unwritten.add(
                new Result(failed.startedOn(result.settlement().startedOn()), result.startedNanos(), result.prefix()));
        settled(recorder.record(settlements()));
    }

    private void settled(Set<Settlement> recorded) throws SQLException {
        List<Written> done = new ArrayList<>();
        for (Result result : unwritten) {
            boolean isRecorded = recorded.contains(result.settlement());
            if (!isRecorded && unknown) {
                isRecorded = claims.known(result.settlement().claim()) == Claims.Known.RECORDED;
            }
            Prefix prefix = result.prefix();
            if (prefix != null) {
                prefix.written(isRecorded);
            }
            done.add(new Written(result, isRecorded));
        }
        unwritten.clear();
        unknown = false;
        done.forEach(written);
    }

    private List<Settlement> settlements() {
        return unwritten.stream().map(Result::settlement).toList();
    }

    /** Data exceptions and broken constraints; anything else is the database's own trouble and passes. */
    private static boolean isAboutTheData(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    /** Whether somebody else may run now who could not before. */
    static boolean frees(Settlement settlement) {
        return settlement.claim().limitKey() != null || settlement.claim().token() != null;
    }
}
