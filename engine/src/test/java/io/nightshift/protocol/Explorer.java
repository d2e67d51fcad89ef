package io.nightshift.protocol;

import io.nightshift.operation.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Visits every state that a scenario can reach, the nearest first, so that a trace to a broken promise is a shortest one. */
final class Explorer {

    /**
     * What was found.
     *
     * @param broken the promise that does not hold, or null
     * @param trace the steps that lead there
     * @param taken how often each step was taken
     */
    record Findings(int states, long steps, String broken, List<String> trace, Map<Step, Long> taken) {}

    private static final int MOST_STATES = 4_000_000;

    private final Scenario scenario;
    private final Promises promises;
    private final List<Steps> protocol;
    private final StateSet states = new StateSet();
    private final long[] taken = new long[Step.values().length];

    /** Whether states that differ in names only are one state; then a trace cannot be told. */
    private final boolean renaming;

    private int from;
    private Step bestStep;
    private int bestState;
    private String broken;
    private String lastStep;

    private Explorer(Scenario scenario, boolean renaming) {
        this.scenario = scenario;
        this.renaming = renaming;
        this.promises = new Promises(scenario);
        this.protocol = List.of(
                new NodeSteps(scenario),
                new ClaimSteps(scenario),
                new LaneSteps(scenario),
                new UserSteps(scenario),
                new TransactionSteps(scenario));
    }

    /** Explores everything; when a promise is broken, once more with the names kept, in order to tell the trace. */
    static Findings explore(Scenario scenario) {
        Findings findings = new Explorer(scenario, true).explore();
        return findings.broken() == null ? findings : new Explorer(scenario, false).explore();
    }

    private Findings explore() {
        states.add(named(start()), -1);
        for (from = 0; from < states.size() && broken == null; from++) {
            World world = Packing.unpack(states.state(from));
            bestStep = null;
            forEachStep(world, this::reached);
            if (bestStep != null) {
                states.goes(from, bestState);
            }
        }
        if (broken != null) {
            return findings(broken, trace(from - 1, lastStep));
        }
        return findLeftBehind();
    }

    private World start() {
        World world = new World();
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            if (operation >= scenario.operations()) {
                world.operation(operation, World.STANDING, World.NEVER);
                continue;
            }
            int standing = scenario.lateCommits() ? World.ABSENT : World.STANDINGS.indexOf(Standing.READY);
            world.operation(operation, World.STANDING, standing);
            for (int earlier = 0; earlier < operation && !scenario.lateCommits(); earlier++) {
                world.setBefore(earlier, operation);
            }
            if (!scenario.lateCommits() && scenario.gate(operation) != Scenario.NONE) {
                world.note(scenario.gate(operation), true);
            }
        }
        for (int process = 0; process < World.PROCESSES; process++) {
            world.process(process, World.ROW, process);
            world.alive(process, true);
        }
        world.cell[World.FAULTS_LEFT] = (byte) scenario.faults();
        world.cell[World.MOVES_LEFT] = (byte) scenario.userMoves();
        world.cell[World.USER_OPERATION] = UserSteps.NOBODY;
        return world;
    }

    private void forEachStep(World world, Steps.Sink sink) {
        for (Steps part : protocol) {
            part.from(world, sink);
        }
    }

    private long[] named(World world) {
        World same = Naming.renamed(world, 0);
        if (!renaming) {
            return Packing.pack(same);
        }
        World exchanged = Naming.renamed(world, 1);
        return Packing.pack(Arrays.compare(same.cell, exchanged.cell) <= 0 ? same : exchanged);
    }

    private void reached(Step step, int node, int subject, World next) {
        if (broken != null) {
            return;
        }
        taken[step.ordinal()]++;
        String problem = promises.broken(next);
        if (problem != null) {
            broken = problem;
            lastStep = step.told(node, subject);
            return;
        }
        int number = states.add(named(next), from);
        if (number >= MOST_STATES) {
            throw new IllegalStateException(scenario.name() + " has more states than fit: narrow its bounds.");
        }
        if (step.helps() && number != from && (bestStep == null || step.compareTo(bestStep) < 0)) {
            bestStep = step;
            bestState = number;
        }
    }

    /** From every state, taking the most helpful step again and again must come to rest, with nothing left behind. */
    private Findings findLeftBehind() {
        BitSet fine = new BitSet(states.size());
        BitSet walked = new BitSet(states.size());
        for (int start = 0; start < states.size(); start++) {
            Deque<Integer> path = new ArrayDeque<>();
            int at = start;
            while (!fine.get(at)) {
                if (walked.get(at)) {
                    return findings("the work goes round in a circle", trace(at, null));
                }
                walked.set(at);
                path.push(at);
                if (states.goes(at) < 0) {
                    String left = promises.leftBehind(Packing.unpack(states.state(at)));
                    if (left != null) {
                        return findings(left, trace(at, null));
                    }
                    fine.set(at);
                } else {
                    at = states.goes(at);
                }
            }
            path.forEach(fine::set);
        }
        return findings(null, List.of());
    }

    private Findings findings(String problem, List<String> trace) {
        Map<Step, Long> counts = new EnumMap<>(Step.class);
        long steps = 0;
        for (Step step : Step.values()) {
            counts.put(step, taken[step.ordinal()]);
            steps += taken[step.ordinal()];
        }
        return new Findings(states.size(), steps, problem, trace, counts);
    }

    private List<String> trace(int last, String further) {
        List<Integer> path = new ArrayList<>();
        for (int at = last; at >= 0; at = states.came(at)) {
            path.addFirst(at);
        }
        List<String> told = new ArrayList<>();
        for (int i = 1; i < path.size(); i++) {
            int wanted = path.get(i);
            String[] found = new String[1];
            forEachStep(Packing.unpack(states.state(path.get(i - 1))), (step, node, subject, next) -> {
                if (found[0] == null && next.broken == null && states.add(named(next), -1) == wanted) {
                    found[0] = step.told(node, subject);
                }
            });
            told.add(found[0]);
        }
        if (further != null) {
            told.add(further);
        }
        return told;
    }
}
