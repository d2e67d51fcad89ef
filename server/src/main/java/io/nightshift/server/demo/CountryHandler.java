package io.nightshift.server.demo;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Finds the nearest neighbours of one country's airports, a page at a time. Each page is written together with the
 * checkpoint that says it is done, so that a pause or a crash between two pages costs and repeats nothing; the last page
 * is written together with the end of the operation.
 */
final class CountryHandler implements OperationHandler {

    static final String MESSAGE = "find-nearest-neighbours";
    static final int PAGE = 100;

    private final Atlas atlas;
    private final Duration pace;

    /** @param pace a pause before each page, so that a person can follow */
    CountryHandler(Atlas atlas, Duration pace) {
        this.atlas = atlas;
        this.pace = pace;
    }

    @Override
    public Outcome handle(OperationContext context) throws SQLException, InterruptedException {
        UUID run = Objects.requireNonNull(context.correlationId(), "The operation belongs to no run of the demo.");
        String country = Objects.requireNonNull(context.data(), "The operation names no country.");
        List<Airport> airports = atlas.airports(country);
        String cursor = context.checkpoint();
        int done = cursor == null ? 0 : Integer.parseInt(cursor);
        while (airports.size() - done > PAGE) {
            List<Neighbour> page = find(airports.subList(done, done + PAGE));
            done += PAGE;
            context.saveCheckpoint(
                    Integer.toString(done),
                    100 * done / airports.size(),
                    done + " of " + airports.size(),
                    connection -> DemoTables.add(connection, run, country, page));
        }
        List<Neighbour> lastPage = find(airports.subList(done, airports.size()));
        return context.transaction(connection -> {
            DemoTables.add(connection, run, country, lastPage);
            List<Neighbour> all = DemoTables.neighbours(connection, run, country);
            return Outcome.succeeded(ResultDocument.JSON.writeValueAsString(CountrySummary.of(airports, all)));
        });
    }

    private List<Neighbour> find(List<Airport> page) throws InterruptedException {
        Thread.sleep(pace);
        List<Neighbour> found = new ArrayList<>();
        for (Airport airport : page) {
            found.add(atlas.globe().nearest(airport));
        }
        return found;
    }
}
