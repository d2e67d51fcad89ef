package io.nightshift.queue.model;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Runs sequences of steps on the model and the queue: random ones, given ones, and ever smaller ones of those that fail. */
final class Sequence {

    /** Steps after which the two sides differed, the last one being the one that showed it. */
    record Failure(long seed, List<Step> steps, String difference) {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("After " + steps.size()
                    + " steps the queue differs from the model (seed of the sequence " + seed + "):\n");
            for (int i = 0; i < steps.size(); i++) {
                text.append(String.format("%4d  %s%n", i + 1, steps.get(i)));
            }
            return text.append("  =>  ").append(difference).toString();
        }
    }

    private static final int MOST_REPLAYS = 400;
    /** Every other sequence is led to rare rows; what it does is more regular for that, so that the others go blindly. */
    private static final int STEERED = 70;

    private final RealQueue real;
    private long steps;

    Sequence(RealQueue real) {
        this.real = real;
    }

    /** How many steps were run, those of shrinking included. */
    long steps() {
        return steps;
    }

    /**
     * A random sequence. The same seed and the same coverage before make the same one, but for series that fall due at the
     * same time: PostgreSQL may take them in either order, and what follows may differ for it. The steps of a failure are
     * therefore printed, not only its seed.
     */
    Optional<Failure> random(long seed, int length, Coverage coverage) throws SQLException {
        real.begin();
        ModelQueue model = new ModelQueue(coverage);
        Generator generator = new Generator(model, coverage, seed % 2 == 0 ? STEERED : 0, new SplittableRandom(seed));
        Comparison comparison = new Comparison(model, real);
        List<Step> made = new ArrayList<>();
        while (made.size() < length) {
            Step step = generator.next();
            made.add(step);
            steps++;
            Optional<String> difference = comparison.after(step);
            if (difference.isPresent()) {
                return Optional.of(new Failure(seed, made, difference.get()));
            }
        }
        return Optional.empty();
    }

    /** Given steps. */
    Optional<Failure> replay(long seed, List<Step> given) throws SQLException {
        real.begin();
        Comparison comparison = new Comparison(new ModelQueue((operation, move, refused) -> {}), real);
        for (int i = 0; i < given.size(); i++) {
            steps++;
            Optional<String> difference = comparison.after(given.get(i));
            if (difference.isPresent()) {
                return Optional.of(new Failure(seed, given.subList(0, i + 1), difference.get()));
            }
        }
        return Optional.empty();
    }

    /** The smallest failing sequence that is found by leaving out steps, and then parts of steps. */
    Failure shrink(Failure failure) throws SQLException {
        Failure smallest = better(failure, failure.steps());
        if (smallest == null) {
            return new Failure(
                    failure.seed(),
                    failure.steps(),
                    failure.difference() + " (the same steps again show no difference)");
        }
        int replays = 0;
        for (int chunk = smallest.steps().size() / 2; chunk >= 1 && replays < MOST_REPLAYS; ) {
            boolean smaller = false;
            for (int from = 0; from < smallest.steps().size() && replays < MOST_REPLAYS; ) {
                List<Step> rest = new ArrayList<>(smallest.steps());
                rest.subList(from, Math.min(from + chunk, rest.size())).clear();
                Failure found = better(smallest, rest);
                replays++;
                smaller |= found != null;
                smallest = found == null ? smallest : found;
                from += found == null ? chunk : 0;
            }
            chunk = smaller && chunk == 1 ? 1 : chunk / 2;
        }
        for (int at = 0; at < smallest.steps().size() && replays < MOST_REPLAYS; ) {
            Failure found = null;
            for (Step part : smallest.steps().get(at).smaller()) {
                List<Step> changed = new ArrayList<>(smallest.steps());
                changed.set(at, part);
                found = better(smallest, changed);
                replays++;
                if (found != null) {
                    smallest = found;
                    break;
                }
            }
            at += found == null ? 1 : 0;
        }
        return smallest;
    }

    private @Nullable Failure better(Failure than, List<Step> steps) throws SQLException {
        return replay(than.seed(), steps).orElse(null);
    }
}
