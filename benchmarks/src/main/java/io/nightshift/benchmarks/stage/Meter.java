package io.nightshift.benchmarks.stage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Reads what database and processes have used, so that the difference of two readings is what the time between cost. */
public final class Meter {

    private final BenchDatabase database;
    private final List<Long> processes;
    private Reading from;

    Meter(BenchDatabase database, List<Long> processes) throws IOException, SQLException {
        this.database = database;
        this.processes = processes;
        this.from = read();
    }

    /**
     * All of it at one moment. Transactions are those that wrote (they draw a number at once, where the server's own count
     * of commits lags); statements and buffers are those of the measured database, without the driver's.
     */
    private record Reading(long nanos, Cpu cpu, long wal, long transactions, long statements, long buffers) {}

    private record Cpu(double server, double client, double machine) {}

    private Reading read() throws IOException, SQLException {
        double client = 0;
        for (long process : processes) {
            client += Processors.of(process);
        }
        double server =
                database.pid().isPresent() ? Processors.family(database.pid().getAsLong()) : 0;
        String statements = " FROM pg_stat_statements WHERE query NOT LIKE '%nightshift bench%'"
                + " AND dbid = (SELECT oid FROM pg_database WHERE datname = 'nightshift_bench')";
        return new Reading(
                System.nanoTime(),
                new Cpu(server, client, Processors.busy()),
                database.ask("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"),
                database.ask("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"),
                database.ask("SELECT coalesce(sum(calls), 0)" + statements),
                database.ask("SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0)" + statements));
    }

    /** Counts from here. */
    public void begin() throws IOException, SQLException {
        from = read();
    }

    /** Notes what this many operations have cost since the beginning. */
    public void end(Figures figures, double operations) throws IOException, SQLException {
        Reading to = read();
        double seconds = (to.nanos - from.nanos) / 1e9;
        double server = to.cpu.server - from.cpu.server;
        double client = to.cpu.client - from.cpu.client;
        double others = to.cpu.machine - from.cpu.machine - server - client;
        figures.put("seconds", seconds);
        figures.put("other_cores", Math.max(0, others / seconds));
        figures.put("client_cores", client / seconds);
        if (database.pid().isPresent()) {
            figures.put("server_cores", server / seconds);
            figures.put("server_us", 1e6 * server / operations);
            figures.put("client_us", 1e6 * client / operations);
            figures.put("cpu_us", 1e6 * (server + client) / operations);
        }
        figures.put("wal", (to.wal - from.wal) / operations);
        figures.put("commits", (to.transactions - from.transactions) / operations);
        figures.put("statements", (to.statements - from.statements) / operations);
        figures.put("buffers", (to.buffers - from.buffers) / operations);
    }
}
