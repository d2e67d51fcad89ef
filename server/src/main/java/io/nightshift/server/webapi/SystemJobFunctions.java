package io.nightshift.server.webapi;

import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.SystemJobs;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.server.webapi.metadata.OperationSignature;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the service tells of a system job beyond its attributes: why it does not run, its attempts, its log. Additions of
 * ours, for callers who may read the job.
 */
final class SystemJobFunctions {

    private final Scope scope;

    SystemJobFunctions(Scope scope) {
        this.scope = scope;
    }

    static boolean answers(OperationSignature signature) {
        return AsyncOperation.ENTITY.equals(signature.boundTo())
                && signature.name().startsWith("Nightshift.");
    }

    ApiAnswer answer(OperationSignature signature, UUID id) {
        // The caller's rights are those to the record.
        scope.service().retrieve(AsyncOperation.ENTITY, id, ColumnSet.of("asyncoperationid"));
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put("@odata.context", scope.root() + "/$metadata#" + signature.name() + "Response");
        ArrayNode value = body.putArray("value");
        try {
            fill(value, signature.message(), id);
        } catch (SQLException e) {
            throw new OrganizationServiceFault(
                    FaultCode.UNEXPECTED.code(), "The database did not answer what the service was asked.", e);
        }
        return ApiAnswer.json(200, body);
    }

    private void fill(ArrayNode value, String function, UUID id) throws SQLException {
        String organization = scope.organization();
        switch (function) {
            case "Explain" -> explain(value, scope.jobs().explain(organization, id));
            case "Attempts" ->
                scope.jobs().attempts(organization, id).forEach(attempt -> attempt(value.addObject(), attempt));
            default -> scope.jobs().log(organization, id, 0).forEach(line -> line(value.addObject(), line));
        }
    }

    private static void explain(ArrayNode value, List<Explanation> reasons) {
        reasons.forEach(
                reason -> value.addObject().put("Kind", reason.kind().name()).put("Sentence", reason.sentence()));
    }

    private static void attempt(ObjectNode node, SystemJobs.Attempt attempt) {
        Integer error = attempt.errorCode();
        node.put("Attempt", attempt.attempt());
        node.put("HostId", attempt.host());
        node.set("StartedOn", PropertyValues.json(attempt.startedOn()));
        node.set("EndedOn", PropertyValues.json(attempt.endedOn()));
        node.put("Move", attempt.move());
        node.put("ErrorCode", error == null ? null : ErrorCode.hex(error));
        node.put("Message", attempt.message());
    }

    private static void line(ObjectNode node, SystemJobs.LogLine line) {
        node.put("Line", line.line());
        node.set("At", PropertyValues.json(line.at()));
        node.put("Author", line.author());
        node.put("Message", line.message());
    }
}
