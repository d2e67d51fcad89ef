package io.nightshift.platform.maintenance;

import io.nightshift.execution.OperationContext;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.maintenance.OrganizationStatistics.Measure;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RequestContext;
import java.sql.SQLException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Types 18, 22 and 31: how much an organization's records take, how much they may take, and who is told beyond that. */
final class StorageSizes {

    private static final Logger LOG = LoggerFactory.getLogger(StorageSizes.class);

    private final OperationRequests requests;
    private final MaintenanceSettings settings;

    StorageSizes(OperationRequests requests, MaintenanceSettings settings) {
        this.requests = requests;
        this.settings = settings;
    }

    Outcome size(OperationContext operation) throws SQLException {
        return operation.transaction(connection -> {
            RequestContext context = requests.of(connection, operation);
            long bytes = bytes(context);
            new OrganizationStatistics()
                    .add(Measure.STORAGE_BYTES, operation.organization(), bytes)
                    .write(context);
            return Outcome.succeeded(shown(bytes) + ".");
        });
    }

    Outcome maximum(OperationContext operation) throws SQLException {
        if (settings.storageLimit() == 0) {
            return Outcome.succeeded("No limit is set.");
        }
        return operation.transaction(connection -> {
            RequestContext context = requests.of(connection, operation);
            new OrganizationStatistics()
                    .add(Measure.STORAGE_LIMIT, operation.organization(), settings.storageLimit())
                    .write(context);
            return Outcome.succeeded(
                    shown(settings.storageLimit()) + ", of which " + percent(bytes(context)) + " % are taken.");
        });
    }

    Outcome notification(OperationContext operation) throws SQLException {
        if (settings.storageLimit() == 0) {
            return Outcome.succeeded("No limit is set.");
        }
        return operation.transaction(connection -> {
            RequestContext context = requests.of(connection, operation);
            long bytes = bytes(context);
            if (bytes <= settings.storageLimit()) {
                return Outcome.succeeded("Within the limit: " + percent(bytes) + " % are taken.");
            }
            String sentence = "The records of the organization " + operation.organization() + " take " + shown(bytes)
                    + "; the limit is " + shown(settings.storageLimit()) + ".";
            LOG.warn("{}", sentence);
            new OrganizationStatistics()
                    .add(Measure.STORAGE_LIMIT_EXCEEDED, operation.organization(), bytes)
                    .write(context);
            String address = settings.mailTo();
            if (address != null) {
                operation.queue().enqueue(connection, mail(operation, address, sentence));
            }
            return Outcome.succeeded(sentence);
        });
    }

    private static Operation mail(OperationContext operation, String address, String sentence) {
        ObjectNode mail = JsonMapper.shared().createObjectNode();
        mail.putArray("to").add(address);
        mail.put("subject", "Storage limit of " + operation.organization());
        mail.put("text", sentence + "\nDelete what is not needed, in bulk, or raise the limit.\n");
        return Operation.named("mail")
                .name("Mail: storage limit")
                .organization(operation.organization())
                .owner(operation.ownerId())
                .parent(operation.id())
                .data(JsonMapper.shared().writeValueAsString(mail));
    }

    private static long bytes(RequestContext context) {
        return TableFacts.of(context).stream().mapToLong(TableFacts::bytes).sum();
    }

    private long percent(long bytes) {
        return Math.round(100.0 * bytes / settings.storageLimit());
    }

    private static String shown(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
}
