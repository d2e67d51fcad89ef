package io.nightshift.platform.workflow.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step of a workflow: a task of the Serverless Workflow DSL. Immutable. */
public sealed interface Step {

    /** What all steps have. */
    Head head();

    /** The lists of steps inside this one, by which a position names them. */
    default List<Block> blocks() {
        return List.of();
    }

    /** Its name, unique in the document. */
    default String name() {
        return head().name();
    }

    /** The line it begins at, from 1. */
    default int line() {
        return head().line();
    }

    /**
     * What all steps have.
     *
     * @param onlyIf the step is passed over when this does not hold; null for always
     */
    record Head(String name, int line, @Nullable Expression onlyIf, Next next) {}

    /** Steps one after another. */
    record Block(List<Step> steps) {
        public Block {
            steps = List.copyOf(steps);
        }

        /** The place of a step of this block by its name; -1 when it has none. */
        public int indexOf(String name) {
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).name().equals(name)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** Where it goes on after a step. */
    sealed interface Next {
        /** With the step after it. */
        record Continue() implements Next {}

        /** After the block it stands in. */
        record Exit() implements Next {}

        /** Nowhere: the workflow has succeeded. */
        record End() implements Next {}

        /** With a step of the same block. */
        record To(String step) implements Next {}
    }

    /** Does something. */
    record Act(Head head, Action action) implements Step {}

    /** Sets variables. */
    record Assignment(Head head, Map<String, Value> variables) implements Step {
        public Assignment {
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        }
    }

    /** Goes on by the first case that holds; with the next step when none does. */
    record Switch(Head head, List<Case> cases) implements Step {
        public Switch {
            cases = List.copyOf(cases);
        }
    }

    /**
     * One way of a switch.
     *
     * @param when null for the way of all others
     */
    record Case(String name, @Nullable Expression when, Next then) {}

    /** What a step may wait for. */
    sealed interface Waiting extends Step {}

    /** Waits for a time: a time, or a duration from when it is reached. */
    record Wait(Head head, Value until) implements Waiting {}

    /**
     * Waits until a condition holds for a record.
     *
     * @param record the record
     * @param condition compares its own attributes with values that are found when the wait begins
     * @param timeout raises a time-out error after this; null for never
     */
    record Listen(
            Head head,
            Value record,
            Expression condition,
            @Nullable Value timeout) implements Waiting {}

    /** Waits for the first of several, and goes on in its branch. */
    record Fork(Head head, List<Branch> branches) implements Step {
        public Fork {
            branches = List.copyOf(branches);
        }

        @Override
        public List<Block> blocks() {
            return branches.stream().map(Branch::block).toList();
        }
    }

    /**
     * A branch of a fork.
     *
     * @param depth how many blocks lie around the wait: 1 when the branch is the wait itself, 2 when it is a block that
     *     begins with it
     */
    record Branch(Waiting waiting, Block block, int depth) {}

    /** Steps that belong together. */
    record Stage(Head head, Block block) implements Step {
        @Override
        public List<Block> blocks() {
            return List.of(block);
        }
    }

    /** Steps for each of several things. */
    record For(Head head, String each, Value in, Block block) implements Step {
        @Override
        public List<Block> blocks() {
            return List.of(block);
        }
    }

    /**
     * Steps whose errors are caught.
     *
     * @param as the variable that has the error in the steps of {@code caught}
     * @param codes only errors with one of these codes; empty for all
     */
    record Try(Head head, Block block, Block caught, String as, List<String> codes) implements Step {
        public Try {
            codes = List.copyOf(codes);
        }

        @Override
        public List<Block> blocks() {
            return List.of(block, caught);
        }
    }
}
