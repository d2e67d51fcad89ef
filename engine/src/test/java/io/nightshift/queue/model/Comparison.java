package io.nightshift.queue.model;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Carries out one step on both sides and says in what they differ. */
final class Comparison {

    private final ModelQueue model;
    private final RealQueue real;

    Comparison(ModelQueue model, RealQueue real) {
        this.model = model;
        this.real = real;
    }

    /** The first difference after this step, or empty. */
    Optional<String> after(Step step) {
        String expected = model.apply(step);
        try {
            String answer = real.apply(step);
            RealSight sight = real.sight();
            model.adoptOrder(sight.order());
            if (!expected.equals(answer)) {
                return Optional.of("answer: the model says " + expected + ", the queue says " + answer);
            }
            return difference(sight);
        } catch (SQLException | RuntimeException e) {
            return Optional.of("the model answers '" + expected + "', the queue throws " + e);
        }
    }

    private Optional<String> difference(RealSight sight) {
        List<ModelOperation> operations = new ArrayList<>(model.all());
        operations.sort(Comparator.comparingLong(o -> o.order));
        for (ModelOperation operation : operations) {
            Map<String, String> seen = sight.operations().get(operation.label);
            if (seen == null) {
                return Optional.of(
                        operation.label + ": the queue has lost it; the model has it at " + operation.standing());
            }
            for (var field : operation.visible().entrySet()) {
                String value = seen.get(field.getKey());
                if (!field.getValue().equals(value)) {
                    return Optional.of(operation.label + "." + field.getKey() + ": the model says " + field.getValue()
                            + ", the queue says " + value);
                }
            }
        }
        List<String> order = operations.stream().map(o -> o.label).toList();
        if (!order.equals(sight.order())) {
            return Optional.of("order: the model says " + order + ", the queue says " + sight.order());
        }
        TreeSet<String> claimable = new TreeSet<>();
        operations.stream()
                .filter(o -> o.isClaimable() && !model.holds.isBucketHeld(o))
                .forEach(o -> claimable.add(o.bucket()));
        if (!claimable.equals(sight.claimable())) {
            return Optional.of("claimable: the model says " + claimable + ", the queue says " + sight.claimable());
        }
        Map<String, Long> counted = new TreeMap<>();
        operations.forEach(o -> counted.merge(o.request.type() + " " + o.standing(), 1L, Long::sum));
        return counted.equals(sight.counted())
                ? Optional.empty()
                : Optional.of("counters: the model says " + counted + ", the queue says " + sight.counted());
    }
}
