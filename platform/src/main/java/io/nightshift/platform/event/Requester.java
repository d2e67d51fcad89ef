package io.nightshift.platform.event;

import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationService;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets an operation work on the records of its organization. Thread-safe. */
public interface Requester {

    /**
     * Work in a transaction of its own, as the platform itself.
     *
     * @return what the work returns
     */
    <T extends @Nullable Object> T inTransaction(String organization, Function<RequestContext, T> work)
            throws SQLException;

    /** A service whose requests each commit by themselves and are what this led to. */
    OrganizationService service(String organization, UUID userId, Origin origin);
}
