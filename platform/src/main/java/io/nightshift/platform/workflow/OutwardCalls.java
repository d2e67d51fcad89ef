package io.nightshift.platform.workflow;

import io.nightshift.execution.OperationContext;
import io.nightshift.platform.workflow.document.Action;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.TracingService;
import io.nightshift.sdk.WorkflowActivity;
import io.nightshift.sdk.WorkflowContext;
import java.net.URI;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What instances do outside of the database, between two turns; at least once. Thread-safe. */
final class OutwardCalls {

    private final WorkflowExtensions extensions;
    private final Workflows.Services services;

    OutwardCalls(WorkflowExtensions extensions, Workflows.Services services) {
        this.extensions = extensions;
        this.services = services;
    }

    /** The call that a step makes. */
    static HttpCalls.Call call(UUID operation, Action.Http http, Evaluation evaluation) {
        Map<String, String> headers = new LinkedHashMap<>();
        http.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), evaluation.text(value)));
        String endpoint = evaluation.text(http.endpoint());
        URI uri;
        try {
            uri = URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            throw FaultCode.INVALID_ARGUMENT.fault("The endpoint is no address.");
        }
        Object body = http.body() == null ? null : evaluation.value(http.body());
        String text = body == null || body instanceof String
                ? (String) body
                : InstanceJson.value(body).toString();
        return new HttpCalls.Call(operation, http.method(), uri, headers, text);
    }

    Object call(HttpCalls.Call call) throws Exception {
        HttpCalls.Answer answer = extensions.http().call(call);
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status", answer.status());
        result.put("body", answer.body());
        return result;
    }

    /** The transaction in which an activity may end its step. */
    @FunctionalInterface
    interface Transaction {
        @Nullable
        Map<String, @Nullable Object> with(Function<OrganizationService, @Nullable Map<String, @Nullable Object>> work)
                throws SQLException;
    }

    @Nullable
    Object activity(OperationContext operation, Course course, Turn.RunsActivity step, Transaction transaction)
            throws Exception {
        WorkflowActivity activity = extensions.activities().get(step.name());
        if (activity == null) {
            throw FaultCode.NOT_SUPPORTED.fault(
                    "There is no activity '" + step.name() + "' on this node; register it.");
        }
        return activity.execute(new ActivityContext(operation, course, step, services.of(operation), transaction));
    }

    private record ActivityContext(
            OperationContext operation,
            Course course,
            Turn.RunsActivity step,
            OrganizationService service,
            Transaction last)
            implements WorkflowContext {

        @Override
        public Map<String, @Nullable Object> input() {
            return step.input();
        }

        @Override
        public EntityReference primaryRecord() {
            return course.record();
        }

        @Override
        public String stageName() {
            return step.step().name();
        }

        @Override
        public UUID operationId() {
            return operation.id();
        }

        @Override
        public UUID userId() {
            return Objects.requireNonNull(operation.ownerId(), "An instance has an owner.");
        }

        @Override
        public @Nullable Map<String, @Nullable Object> transaction(
                Function<OrganizationService, @Nullable Map<String, @Nullable Object>> work) throws SQLException {
            return last.with(work);
        }

        @Override
        public TracingService tracing() {
            return operation::log;
        }
    }
}
