package io.nightshift.platform.workflow;

import io.nightshift.execution.AsyncService;
import io.nightshift.platform.Platform;
import io.nightshift.platform.mail.MailServer;
import io.nightshift.platform.mail.Postman;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.WorkflowActivity;
import io.nightshift.sdk.query.ColumnSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What workflows of tests reach of their host: activities, addresses, and a mail server. */
final class WorkflowHost {

    private WorkflowHost() {}

    /** Everything that workflows of tests may reach. */
    static void handle(
            Platform platform,
            AsyncService node,
            HttpCalls http,
            int mailPort,
            AtomicReference<RuntimeException> chargeFails,
            AtomicReference<WorkflowActivity> given) {
        Optional<Postman> postman = Optional.of(new Postman(
                new MailServer("127.0.0.1", mailPort, MailServer.Security.NONE, null, null, "jobs@example.org")));
        platform.handle(
                node,
                WorkflowExtensions.NONE
                        .http(http)
                        .activity("charge", context -> {
                            RuntimeException failure = chargeFails.get();
                            if (failure != null) {
                                throw failure;
                            }
                            return Map.of("receipt", "R-" + context.input().get("amount"));
                        })
                        .activity("given", context -> given.get().execute(context))
                        .activity(
                                "book",
                                context -> context.transaction(service -> {
                                    EntityReference record = context.primaryRecord();
                                    String before = service.retrieve(
                                                    record.logicalName(), record.id(), ColumnSet.of("description"))
                                            .get("description", String.class);
                                    service.update(new Entity(record.logicalName(), record.id())
                                            .set("description", before + "h"));
                                    return Map.of("booked", before + "h");
                                }))
                        .activity("abort", context -> {
                            throw new InvalidPluginExecutionException("No.");
                        }),
                () -> postman);
    }
}
