package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.PagingInfo;
import java.util.UUID;

/**
 * Executes a view: the FetchXML that a saved query of the organization or one of a user holds. It answers records, where
 * Dynamics answers them as XML text.
 */
public final class ExecuteByIdRequest extends OrganizationRequest {

    /** The message for a {@code savedquery}. */
    public static final String SAVED_QUERY = "ExecuteByIdSavedQuery";

    /** The message for a {@code userquery}. */
    public static final String USER_QUERY = "ExecuteByIdUserQuery";

    private ExecuteByIdRequest(String name, UUID entityId) {
        super(name);
        set("EntityId", entityId);
    }

    /** Executes a saved query. */
    public static ExecuteByIdRequest savedQuery(UUID savedQueryId) {
        return new ExecuteByIdRequest(SAVED_QUERY, savedQueryId);
    }

    /** Executes a user's query. */
    public static ExecuteByIdRequest userQuery(UUID userQueryId) {
        return new ExecuteByIdRequest(USER_QUERY, userQueryId);
    }

    /** Asks for a page other than the one that the view says. */
    public ExecuteByIdRequest page(PagingInfo page) {
        set("PagingInfo", page);
        return this;
    }
}
