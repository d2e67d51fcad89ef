package io.nightshift.server.demo;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.Platform;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * Makes an account record of each airport, a page at a time by CreateMultiple. The records of a page, and the operations that
 * their plug-in steps cause, commit with the checkpoint that says the page is done.
 */
final class AccountsHandler implements OperationHandler {

    static final String MESSAGE = "make-accounts";
    private static final int PAGE = 500;

    private final Atlas atlas;
    private final Platform platform;

    AccountsHandler(Atlas atlas, Platform platform) {
        this.atlas = atlas;
        this.platform = platform;
    }

    @Override
    public Outcome handle(OperationContext context) throws SQLException {
        String run = Objects.requireNonNull(context.data(), "The operation belongs to no run of the demo.");
        UUID user = platform.organization(context.organization()).systemUserId();
        List<Airport> airports = atlas.file().airports();
        String cursor = context.checkpoint();
        int done = cursor == null ? 0 : Integer.parseInt(cursor);
        while (done < airports.size()) {
            List<Airport> page = airports.subList(done, Math.min(done + PAGE, airports.size()));
            done += page.size();
            context.saveCheckpoint(
                    Integer.toString(done),
                    100 * done / airports.size(),
                    String.format(Locale.ROOT, "%,d of %,d", done, airports.size()),
                    connection -> platform.service(connection, context.organization(), user)
                            .execute(new CreateMultipleRequest(new EntityCollection(
                                    "account",
                                    page.stream()
                                            .map(airport -> account(run, airport))
                                            .toList()))));
        }
        return Outcome.succeeded(Integer.toString(done));
    }

    private static Entity account(String run, Airport airport) {
        return new Entity("account")
                .set("name", airport.name().isEmpty() ? airport.ident() : airport.name())
                .set("accountnumber", airport.ident())
                .set("tickersymbol", airport.hasIata() ? airport.iata() : null)
                .set("address1_country", airport.country())
                .set("address1_latitude", Double.valueOf(airport.latitude()))
                .set("address1_longitude", Double.valueOf(airport.longitude()))
                .set("description", run);
    }
}
