package io.nightshift.server.signin;

import io.nightshift.platform.Platform;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds users by what they sign in with. */
final class Users {

    private final Platform platform;

    Users(Platform platform) {
        this.platform = platform;
    }

    /** The user with this value of an attribute of {@code systemuser}, if there is exactly one who is not disabled. */
    Optional<Caller> by(String organization, String attribute, Object value) throws SQLException {
        try {
            QueryExpression query = new QueryExpression("systemuser")
                    .columns(ColumnSet.of("fullname"))
                    .where(attribute, ConditionOperator.EQUAL, value)
                    .where("isdisabled", ConditionOperator.NOT_EQUAL, true)
                    .top(2);
            List<Entity> found = platform.service(
                            organization, platform.organization(organization).systemUserId())
                    .retrieveMultiple(query)
                    .entities();
            return found.size() == 1 ? Optional.of(caller(organization, found.getFirst())) : Optional.empty();
        } catch (OrganizationServiceFault fault) {
            if (fault.errorCode() == FaultCode.OBJECT_DOES_NOT_EXIST.code()) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private static Caller caller(String organization, Entity user) {
        String name = user.get("fullname", String.class);
        return new Caller(name == null ? "unnamed" : name, organization, Objects.requireNonNull(user.id()));
    }
}
