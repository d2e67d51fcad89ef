package io.nightshift.benchmarks.scenario;

import java.util.List;

/** All scenarios, in the order of the design's table. */
public final class Scenarios {

    public static final List<Scenario> ALL = List.of(
            new Drain(),
            new SlowHandlers(),
            new Enqueue(false),
            new Enqueue(true),
            new Latency(100),
            new Latency(1000),
            new ColdPickUp(),
            new Fairness(),
            new Weighted(),
            new Lanes(),
            new Beside(),
            new Growth(),
            new Screens(),
            new Cost(),
            new OldSnapshot(),
            new Nodes(),
            new Idle(),
            new Crash(),
            new DueTogether(),
            new ServerStart(),
            new Records(),
            new Workflows(),
            new WebApiCalls());

    private Scenarios() {}
}
