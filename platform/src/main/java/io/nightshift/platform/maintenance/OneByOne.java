package io.nightshift.platform.maintenance;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Work on many records at once which, where custom code refuses it, goes on in halves down to the records to blame: those
 * stay as they are, and keep nothing from the others.
 */
final class OneByOne {

    private final RequestContext context;
    private final Consumer<List<UUID>> work;
    private final Consumer<String> log;

    /** @param log told of each record that is refused */
    OneByOne(RequestContext context, Consumer<List<UUID>> work, Consumer<String> log) {
        this.context = context;
        this.work = work;
        this.log = log;
    }

    /** Answers of how many it was not refused. */
    int on(List<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        Savepoint before = context.connection().setSavepoint();
        try {
            work.accept(ids);
            context.connection().releaseSavepoint(before);
            return ids.size();
        } catch (OrganizationServiceFault e) {
            context.connection().rollback(before);
            context.connection().releaseSavepoint(before);
            if (ids.size() == 1) {
                log.accept(ids.getFirst() + " stays as it is: " + e.getMessage());
                return 0;
            }
            int half = ids.size() / 2;
            return on(ids.subList(0, half)) + on(ids.subList(half, ids.size()));
        }
    }
}
