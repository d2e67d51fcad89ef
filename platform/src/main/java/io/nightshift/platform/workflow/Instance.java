package io.nightshift.platform.workflow;

import io.nightshift.platform.workflow.document.Step;
import io.nightshift.platform.workflow.document.Step.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running instance: where it stands and what it knows. Not thread-safe. */
final class Instance {

    /**
     * A block it is in.
     *
     * @param block which of the step's blocks; 0 for the document itself
     * @param index the next step of the block
     * @param round how often the block was begun before, of a for
     */
    record Frame(int block, int index, int round) {}

    /** An end that a step has decided; the message may be empty. */
    record Stopped(boolean succeeded, String message) {}

    private final Block root;
    final List<Frame> frames;
    final Map<String, @Nullable Object> variables;
    /** Steps that were begun so far. */
    int steps;
    /** How many waits were begun so far; it makes the event keys of two waits differ. */
    int waits;
    /** The times at which the present wait ends, by branch; empty when it does not wait. */
    final Map<Integer, Instant> dueTimes = new HashMap<>();
    /** Whether it stands in a wait that has begun. */
    boolean waiting;
    /** How a step has stopped it, until that is recorded as its end; null when none has. */
    @Nullable
    Stopped stopped;
    /** A step that a person has asked to pass over; null for none. */
    @Nullable
    String skipped;

    Instance(Block root) {
        this(root, new ArrayList<>(List.of(new Frame(0, 0, 0))), new HashMap<>());
    }

    Instance(Block root, List<Frame> frames, Map<String, @Nullable Object> variables) {
        this.root = root;
        this.frames = frames;
        this.variables = variables;
    }

    /** The next step; null at the end of the innermost block. */
    @Nullable
    Step step() {
        Block block = block(frames.size() - 1);
        int index = frames.getLast().index();
        return index < block.steps().size() ? block.steps().get(index) : null;
    }

    /** The block of the frame at this depth. */
    Block block(int depth) {
        Block block = root;
        for (int i = 1; i <= depth; i++) {
            Step outer = block.steps().get(frames.get(i - 1).index());
            block = outer.blocks().get(frames.get(i).block());
        }
        return block;
    }

    /** The step around the innermost block; null when that is the document. */
    @Nullable
    Step outer() {
        int depth = frames.size() - 2;
        return depth < 0 ? null : block(depth).steps().get(frames.get(depth).index());
    }

    void enter(int block) {
        frames.add(new Frame(block, 0, 0));
    }

    void again() {
        Frame frame = frames.removeLast();
        frames.add(new Frame(frame.block(), 0, frame.round() + 1));
    }

    void moveTo(int index) {
        Frame frame = frames.removeLast();
        frames.add(new Frame(frame.block(), index, frame.round()));
    }

    void moveOn() {
        moveTo(frames.getLast().index() + 1);
    }

    void leave() {
        frames.removeLast();
    }

    /** Under which name a loop keeps what it goes through. */
    static String items(Step.For loop) {
        return "for " + loop.name();
    }

    /** A loop was left: its element is known no more, but for one of the same name of a loop around it. */
    void left(Step.For loop) {
        variables.remove(items(loop));
        variables.remove(loop.each());
        for (int depth = frames.size() - 2; depth >= 0; depth--) {
            if (block(depth).steps().get(frames.get(depth).index()) instanceof Step.For around
                    && around.each().equals(loop.each())
                    && variables.get(items(around)) instanceof List<?> items) {
                variables.put(loop.each(), items.get(frames.get(depth + 1).round()));
                return;
            }
        }
    }

    /** Goes on in the innermost try whose errors are caught and may have this code; false when there is none. */
    boolean caught(String code, Map<String, @Nullable Object> error) {
        while (frames.size() > 1) {
            boolean tried = frames.getLast().block() == 0;
            Step outer = outer();
            leave();
            if (outer instanceof Step.For loop) {
                left(loop);
            }
            if (tried
                    && outer instanceof Step.Try attempt
                    && (attempt.codes().isEmpty() || attempt.codes().contains(code))) {
                variables.put(attempt.as(), error);
                enter(1);
                waiting = false;
                dueTimes.clear();
                return true;
            }
        }
        return false;
    }
}
