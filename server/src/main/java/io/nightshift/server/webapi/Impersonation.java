package io.nightshift.server.webapi;

import io.nightshift.platform.Platform;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.signin.Caller;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is meant by a caller that acts on behalf of another user: {@code MSCRMCallerID} names a user by its id, and
 * {@code CallerObjectId} by the id of its object in the directory. What both may do is allowed.
 */
final class Impersonation {

    private static final String OF_DIRECTORY = "CallerObjectId";
    private static final String[] HEADERS = {"MSCRMCallerID", OF_DIRECTORY};

    private final Platform platform;
    private final Caller caller;

    Impersonation(Platform platform, Caller caller) {
        this.platform = platform;
        this.caller = caller;
    }

    /** The user on behalf of whom the caller acts; null when it is the caller itself. */
    @Nullable
    UUID user(Headers headers) throws SQLException {
        for (String header : HEADERS) {
            String text = headers.get(header);
            if (text != null && !text.isBlank()) {
                UUID user = known(header, text.strip());
                return user.equals(caller.userId()) ? null : user;
            }
        }
        return null;
    }

    /**
     * The user whose directory object this is: {@code azureactivedirectoryobjectid}. Users whose directory nobody has told
     * us of are named by their own id.
     */
    private UUID ofDirectory(UUID object) throws SQLException {
        UUID platformUser = platform.organization(caller.organization()).systemUserId();
        List<Entity> found = platform.service(caller.organization(), platformUser)
                .retrieveMultiple(new QueryExpression("systemuser", "systemuserid")
                        .where("azureactivedirectoryobjectid", ConditionOperator.EQUAL, object)
                        .top(2))
                .entities();
        if (found.size() > 1) {
            throw new IllegalArgumentException("several users");
        }
        return found.isEmpty() ? object : found.getFirst().toEntityReference().id();
    }

    private UUID known(String header, String text) throws SQLException {
        try {
            UUID id = PropertyValues.id(text);
            UUID user = header.equals(OF_DIRECTORY) ? ofDirectory(id) : id;
            platform.access(caller.organization(), user);
            return user;
        } catch (IllegalArgumentException | OrganizationServiceFault e) {
            throw new RefusedException(
                    403,
                    FaultCode.PRIVILEGE_DENIED.code(),
                    "The header " + header + " names no user of the organization that may work.");
        }
    }
}
