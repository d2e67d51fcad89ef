package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.Move;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Throughputs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts what ends on this node by bucket, over the last five minutes, and says it now and then. An idle node says
 * nothing. Counting is thread-safe, saying is done by one thread.
 */
final class ThroughputMeter implements ServiceListener {

    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final int SPANS = 20;
    private static final int SPAN_SECONDS = 15;

    private final ServiceListener listener;
    private final Throughputs throughputs;
    private final ServiceClock clock;
    private final LongSupplier nodeId;
    private final Map<Bucket, LongAdder> counting = new ConcurrentHashMap<>();
    /** For each bucket the spans before this one, the newest first. */
    private final Map<Bucket, List<Long>> spans = new HashMap<>();

    private long saidNanos;

    /** @param listener is told whatever this one is */
    ThroughputMeter(Throughputs throughputs, ServiceClock clock, LongSupplier nodeId, ServiceListener listener) {
        this.listener = listener;
        this.throughputs = throughputs;
        this.clock = clock;
        this.nodeId = nodeId;
        this.saidNanos = clock.nanos();
    }

    /** Says it when it is time to and there is something to say. */
    void tick() throws SQLException {
        long now = clock.nanos();
        if (now - saidNanos < SPAN_NANOS) {
            return;
        }
        // After a long pause of this thread the spans are longer than they claim; the last one is what counts soonest.
        saidNanos = now;
        boolean hadSomething = !spans.isEmpty();
        turn();
        if (hadSomething || !spans.isEmpty()) {
            List<Throughputs.Throughput> late = new ArrayList<>();
            spans.forEach((bucket, counts) -> late.add(new Throughputs.Throughput(
                    bucket, counts.stream().mapToLong(Long::longValue).sum(), counts.size() * SPAN_SECONDS)));
            throughputs.say(nodeId.getAsLong(), late);
        }
    }

    /** Ends a span. A bucket is counted from the first span in which something of it ended, and forgotten after the last. */
    private void turn() {
        counting.keySet().forEach(bucket -> spans.computeIfAbsent(bucket, unknown -> new ArrayList<>()));
        spans.forEach((bucket, counts) -> {
            LongAdder adder = counting.get(bucket);
            counts.addFirst(adder == null ? 0 : adder.sumThenReset());
            if (counts.size() > SPANS) {
                counts.removeLast();
            }
            while (!counts.isEmpty() && counts.getLast() == 0) {
                counts.removeLast();
            }
        });
        spans.values().removeIf(List::isEmpty);
        counting.entrySet()
                .removeIf(c -> !spans.containsKey(c.getKey()) && c.getValue().sum() == 0);
    }

    @Override
    public void started(Claim claim) {
        listener.started(claim);
    }

    @Override
    public void recorded(Claim claim, Move move, Duration ran) {
        if (move == Move.SUCCEED || move == Move.FAIL || move == Move.STOP) {
            counting.computeIfAbsent(claim.bucket(), unknown -> new LongAdder()).increment();
        }
        listener.recorded(claim, move, ran);
    }

    @Override
    public void fenced(Claim claim, Move move) {
        listener.fenced(claim, move);
    }

    @Override
    public void rescued(int operations) {
        listener.rescued(operations);
    }

    @Override
    public void leaseLost() {
        listener.leaseLost();
    }

    @Override
    public void failed(String what, Throwable error) {
        listener.failed(what, error);
    }
}
