package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/** Whether this process can do its work now; asked by whoever sends it requests or restarts it. */
final class Readiness {

    private static final int PATIENCE_SECONDS = 2;

    private final AsyncService service;
    private final boolean runsService;
    private final BooleanSupplier stopping;

    /** @param runsService whether the process has a role that needs the service to run */
    Readiness(AsyncService service, boolean runsService, BooleanSupplier stopping) {
        this.service = service;
        this.runsService = runsService;
        this.stopping = stopping;
    }

    Answer answer() {
        String reason = reason();
        boolean ready = reason.equals("ready");
        return Answer.json(ready ? 200 : 503, Json.object().put("ready", ready).put("reason", reason));
    }

    private String reason() {
        if (stopping.getAsBoolean()) {
            return "stopping";
        }
        if (runsService) {
            return service.health().reason();
        }
        try (Connection connection = service.store().database().connect()) {
            return connection.isValid(PATIENCE_SECONDS) ? "ready" : "the database does not answer";
        } catch (SQLException e) {
            return "the database does not answer";
        }
    }
}
