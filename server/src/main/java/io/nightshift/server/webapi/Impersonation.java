package io.nightshift.server.webapi;

import io.nightshift.platform.Platform;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.signin.Caller;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is meant by a caller that acts on behalf of another user: {@code MSCRMCallerID} and {@code CallerObjectId} both name
 * a user by its id here, because nothing says how a directory calls it. What both may do is allowed.
 */
final class Impersonation {

    private static final String[] HEADERS = {"MSCRMCallerID", "CallerObjectId"};

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

    private UUID known(String header, String text) throws SQLException {
        try {
            UUID user = PropertyValues.id(text);
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
