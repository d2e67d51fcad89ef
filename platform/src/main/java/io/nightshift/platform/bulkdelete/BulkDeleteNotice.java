package io.nightshift.platform.bulkdelete;

import io.nightshift.operation.Operation;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The mail that tells of a bulk delete's end. */
final class BulkDeleteNotice {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String ADDRESS = "internalemailaddress";

    private final RequestContext context;
    private final BulkDeleteJob job;

    BulkDeleteNotice(RequestContext context, BulkDeleteJob job) {
        this.context = context;
        this.job = job;
    }

    /** The operation that sends it; empty when nobody is to be told, or nobody has an address. */
    Optional<Operation> mail(UUID operationId, String name, String counts) {
        if (!job.notifies()) {
            return Optional.empty();
        }
        boolean isNobodyNamed = job.to().isEmpty() && job.cc().isEmpty();
        List<String> to = addresses(isNobodyNamed ? List.of(context.userId()) : job.to());
        List<String> cc = addresses(job.cc());
        if (to.isEmpty() && cc.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode mail = MAPPER.createObjectNode();
        put(mail.putArray("to"), to);
        put(mail.putArray("cc"), cc);
        mail.put("subject", "Bulk deletion has ended: " + name.replaceAll("\\p{Cntrl}", " "));
        mail.put(
                "text",
                "The bulk deletion '" + name + "' has ended: " + counts + ".\n\n"
                        + "What could not be deleted, and why, stands in its bulk deletion failures.\n");
        return Optional.of(Operation.named("mail")
                .name("Mail: bulk deletion has ended")
                .organization(context.organization().name())
                .owner(context.userId())
                .parent(operationId)
                .correlation(context.origin().correlationId(), context.origin().depth())
                .data(MAPPER.writeValueAsString(mail)));
    }

    private List<String> addresses(List<UUID> users) {
        return new RecordReader(context)
                .byIds("systemuser", users, ColumnSet.of(ADDRESS)).stream()
                        .map(BulkDeleteNotice::address)
                        .flatMap(Optional::stream)
                        .toList();
    }

    private static Optional<String> address(Entity user) {
        return Optional.ofNullable(user.get(ADDRESS, String.class)).filter(address -> !address.isBlank());
    }

    private static void put(ArrayNode array, List<String> addresses) {
        addresses.forEach(array::add);
    }
}
