package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.stage.AgentProcess;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Meter;
import io.nightshift.benchmarks.stage.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A backlog is put in, then nodes start and work it off. The first part warms up (the compiler of the JVM, caches) and does
 * not count.
 *
 * @param jobs how many, with those that warm up
 * @param warmShare how many of them only warm up
 * @param nodes how many processes work
 * @param cap after so many seconds the rate is taken from what is done
 * @param toTheEnd whether to wait until the database says that nothing is left; other jobs of the scenario may stay for ever
 * @param enqueuing further options of the producer
 * @param working further options of the workers
 * @param parts how often the workers tell of each job, and what the figures are for: 1, or the number of its steps
 */
record Draining(
        long jobs,
        double warmShare,
        int nodes,
        double cap,
        boolean toTheEnd,
        List<String> enqueuing,
        List<String> working,
        int parts) {

    private static final int LOOK_MILLIS = 5;
    private static final double WARM_SHARE_OF_CAP = 0.3;

    static Draining of(long jobs, double cap) {
        return new Draining(jobs, 0.2, 1, cap, true, List.of(), List.of(), 1);
    }

    Draining warmShare(double share) {
        return new Draining(jobs, share, nodes, cap, toTheEnd, enqueuing, working, parts);
    }

    Draining nodes(int count) {
        return new Draining(jobs, warmShare, count, cap, toTheEnd, enqueuing, working, parts);
    }

    Draining working(String... options) {
        return new Draining(jobs, warmShare, nodes, cap, toTheEnd, enqueuing, Arrays.asList(options), parts);
    }

    Draining enqueuing(String... options) {
        return new Draining(jobs, warmShare, nodes, cap, toTheEnd, Arrays.asList(options), working, parts);
    }

    Draining parts(int ofEach) {
        return new Draining(jobs, warmShare, nodes, cap, toTheEnd, enqueuing, working, ofEach);
    }

    Draining besideOthers() {
        return new Draining(jobs, warmShare, nodes, cap, false, enqueuing, working, parts);
    }

    /** Fills and empties a database that is ready. */
    void run(Stage stage, Figures figures) throws Exception {
        fill(stage);
        drain(stage, figures);
    }

    long size(Stage stage) {
        return Math.min(jobs, stage.entrant().most());
    }

    void fill(Stage stage) throws Exception {
        List<String> options = new ArrayList<>(List.of("batch=1000", "count=" + size(stage)));
        options.addAll(enqueuing);
        stage.enqueue(options.toArray(String[]::new));
        stage.settle();
    }

    void drain(Stage stage, Figures figures) throws Exception {
        List<AgentProcess> workers = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            List<String> options = new ArrayList<>(List.of("node=" + node, "log=" + log(stage, node)));
            options.addAll(working);
            workers.add(stage.agent("work", options.toArray(String[]::new)));
        }
        for (AgentProcess worker : workers) {
            worker.ready();
        }
        stage.awaitQuiet();
        measure(stage, workers, figures);
        for (AgentProcess worker : workers) {
            worker.tell("stop");
            worker.result(30);
            worker.close();
        }
    }

    static String log(Stage stage, int node) {
        return stage.file("node" + node + ".log").toString();
    }

    private void measure(Stage stage, List<AgentProcess> workers, Figures figures) throws Exception {
        long all = size(stage) * parts;
        Meter meter = stage.meter(workers.toArray(AgentProcess[]::new));
        for (AgentProcess worker : workers) {
            worker.tell("go");
        }
        long start = System.nanoTime();
        long countedFrom = 0;
        long warm = 0;
        boolean complete = false;
        while (!complete && seconds(start) < cap) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            long done = workers.stream().mapToLong(AgentProcess::handled).sum();
            complete = done >= all;
            // What is over before it was warm is counted whole; the meter has run since it was made.
            if (countedFrom == 0 && complete) {
                countedFrom = start;
            } else if (countedFrom == 0
                    && (done >= all * warmShare || (done > 0 && seconds(start) > cap * WARM_SHARE_OF_CAP))) {
                warm = done;
                countedFrom = System.nanoTime();
                meter.begin();
            }
            workers.forEach(AgentProcess::checkAlive);
        }
        if (complete && toTheEnd) {
            stage.awaitFalse(stage.entrant().pending(), 60);
        }
        long done = workers.stream().mapToLong(AgentProcess::handled).sum();
        double took = seconds(countedFrom);
        if (countedFrom == 0 || done == warm) {
            throw new IllegalStateException(done + " of " + all + " done after " + cap + " s");
        }
        figures.put("rate", (done - warm) / took);
        figures.put("done", done);
        meter.end(figures, done - warm);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
