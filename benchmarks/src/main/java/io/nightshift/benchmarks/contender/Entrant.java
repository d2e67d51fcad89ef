package io.nightshift.benchmarks.contender;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everyone who can take part, and what the driver must know of each without starting it. */
public enum Entrant {
    RAW("raw", "raw loop", RawLoop::new, 1_000_000, "SELECT EXISTS (SELECT 1 FROM raw_job WHERE state < 2)"),
    NIGHTSHIFT(
            "nightshift",
            "Nightshift",
            Nightshift::new,
            1_000_000,
            "SELECT EXISTS (SELECT 1 FROM nightshift.operation WHERE statuscode IN (0, 20, 21, 22) OR cause = 1)"),
    DB_SCHEDULER(
            "db-scheduler",
            "db-scheduler 16.12.0",
            DbScheduler::new,
            200_000,
            "SELECT EXISTS (SELECT 1 FROM scheduled_tasks)"),
    JOBRUNR(
            "jobrunr",
            "JobRunr 8.7.0",
            JobRunrContender::new,
            60_000,
            "SELECT EXISTS (SELECT 1 FROM jobrunr_jobs WHERE state IN ('ENQUEUED', 'PROCESSING'))"),
    QUARTZ("quartz", "Quartz 2.5.2", QuartzContender::new, 15_000, "SELECT EXISTS (SELECT 1 FROM qrtz_triggers)"),
    GRAPHILE(
            "graphile",
            "graphile-worker 0.18.0",
            null,
            200_000,
            "SELECT EXISTS (SELECT 1 FROM graphile_worker._private_jobs WHERE run_at <= now())"),
    PG_BOSS(
            "pg-boss",
            "pg-boss 12.35.0",
            null,
            200_000,
            "SELECT EXISTS (SELECT 1 FROM pgboss.job WHERE state IN ('created', 'retry', 'active')"
                    + " AND start_after <= now())"),
    RAW_STEPS(
            "raw-steps", "raw statements", RawSteps::new, "SELECT EXISTS (SELECT 1 FROM raw_workflow WHERE state < 2)"),
    NIGHTSHIFT_WORKFLOWS(
            "nightshift-workflows",
            "Nightshift",
            NightshiftWorkflows::new,
            "SELECT EXISTS (SELECT 1 FROM nightshift.operation WHERE operation_type = 10"
                    + " AND (statuscode IN (0, 20, 21, 22) OR cause = 1))"),
    DBOS(
            "dbos",
            "DBOS Transact 1.1.0-m6",
            DbosContender::new,
            "SELECT EXISTS (SELECT 1 FROM dbos.workflow_status WHERE status IN ('ENQUEUED', 'PENDING'))"),
    FLOWABLE("flowable", "Flowable 8.0.0", FlowableContender::new, "SELECT EXISTS (SELECT 1 FROM act_ru_execution)");

    /** What a contender is given to do. */
    public enum Work {
        /** Jobs that carry a number. */
        JOBS,
        /** Instances of {@link TenSteps}. */
        WORKFLOWS
    }

    private final String shortName;
    private final String title;
    private final @Nullable Supplier<Contender> java;
    private final long most;
    private final String pending;
    private final Work work;

    Entrant(String shortName, String title, @Nullable Supplier<Contender> java, long most, String pending) {
        this(shortName, title, java, most, pending, Work.JOBS);
    }

    Entrant(String shortName, String title, Supplier<Contender> java, String pending) {
        this(shortName, title, java, Long.MAX_VALUE, pending, Work.WORKFLOWS);
    }

    Entrant(String shortName, String title, @Nullable Supplier<Contender> java, long most, String pending, Work work) {
        this.work = work;
        this.shortName = shortName;
        this.title = title;
        this.java = java;
        this.most = most;
        this.pending = pending;
    }

    /** As it is written on the command line and in the results. */
    public String shortName() {
        return shortName;
    }

    /** With its version, for people. */
    public String title() {
        return title;
    }

    /** What it is measured at. */
    public Work work() {
        return work;
    }

    /** Whether it is somebody else's, and neither ours nor written by hand for this bench. */
    public boolean isPeer() {
        return switch (this) {
            case RAW, NIGHTSHIFT, RAW_STEPS, NIGHTSHIFT_WORKFLOWS -> false;
            default -> true;
        };
    }

    /** Whether its agents are Node programs: {@code node/contenders/NAME.mjs}. */
    public boolean runsOnNode() {
        return java == null;
    }

    /** A drain preloads no more than this for it, because its cap on time decides anyhow. */
    public long most() {
        return most;
    }

    /** A query whose answer is true while a due job is not yet durably completed. */
    public String pending() {
        return pending;
    }

    public Contender contender() {
        if (java == null) {
            throw new IllegalStateException(title + " is no Java program");
        }
        return java.get();
    }

    public static Optional<Entrant> named(String name) {
        return Arrays.stream(values())
                .filter(entrant -> entrant.shortName.equals(name))
                .findFirst();
    }
}
