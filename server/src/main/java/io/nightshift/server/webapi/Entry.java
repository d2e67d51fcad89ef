package io.nightshift.server.webapi;

import io.nightshift.platform.Platform;
import io.nightshift.platform.organization.Organization;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.SignIn;
import io.nightshift.server.webapi.additions.Additions;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * As whom a caller is let in: as itself, on behalf of another user, or, for those who command the service, as the
 * Administrator of another organization.
 */
record Entry(SignIn signIn, Platform platform) {

    /**
     * Who is in.
     *
     * @param onBehalfOf the user on behalf of whom the caller acts; null when it is the caller itself
     * @param isOperator tells whether somebody commands the service itself
     */
    record Admitted(Caller caller, @Nullable UUID onBehalfOf, Operators isOperator) {

        /** Whether the service itself is commanded; on behalf of another only when both may. */
        boolean operates() {
            UUID other = onBehalfOf;
            return isOperator.test(caller)
                    && (other == null || isOperator.test(new Caller(caller.name(), caller.organization(), other)));
        }
    }

    /** Who commands the service itself. */
    @FunctionalInterface
    interface Operators {
        boolean test(Caller caller);
    }

    Admitted of(Caller caller, Headers headers) {
        try {
            String organization = headers.get(Additions.ORGANIZATION);
            if (organization == null
                    || organization.isBlank()
                    || organization.strip().equals(caller.organization())) {
                return new Admitted(caller, new Impersonation(platform, caller).user(headers), signIn::mayOperate);
            }
            Caller there = there(caller, organization.strip());
            // Who was found to command the service from outside still does within.
            return new Admitted(there, new Impersonation(platform, there).user(headers), there::equals);
        } catch (SQLException e) {
            throw new RefusedException(
                    503, FaultCode.UNEXPECTED.code(), "The database does not answer as it should; try again.");
        }
    }

    private Caller there(Caller caller, String organization) throws SQLException {
        if (!signIn.mayOperate(caller)) {
            // Said of every name, so that nobody learns which organizations there are.
            throw FaultCode.PRIVILEGE_DENIED.fault(
                    "Only who has the privilege prvOperateService in the first organization works in another one than"
                            + " the own; leave out the header '" + Additions.ORGANIZATION + "'.");
        }
        try {
            platform.organization(organization);
        } catch (OrganizationServiceFault unknown) {
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                    "There is no organization of the name that the header '" + Additions.ORGANIZATION + "' gives.");
        }
        return new Caller(caller.name(), organization, Organization.administratorId(organization));
    }
}
