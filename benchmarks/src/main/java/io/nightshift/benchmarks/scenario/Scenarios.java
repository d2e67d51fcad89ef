package io.nightshift.benchmarks.scenario;

import java.util.List;

/** All scenarios, in the order of the design's table. */
public final class Scenarios {

    public static final List<Scenario> ALL = List.of(new Drain());

    private Scenarios() {}
}
