package io.nightshift.queue;

import io.nightshift.operation.DependencyToken;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Texts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person has ordered not to start until further notice, and why.
 *
 * @param number grows with each hold
 */
public record Hold(long number, Target target, Author author, Instant placedOn) {

    /** How the message names of the service's own work begin. */
    private static final String OWN = "nightshift.";

    /**
     * What is held: everything of an organization, or its operations of a type, with a message name, in a lane, or under a
     * limit key. At most one of the four is given. The service's own work, whose message names begin with
     * {@code nightshift.}, goes on unless it is held by that name.
     *
     * @param organization null for all organizations; a lane or a limit key belongs to one
     */
    public record Target(
            @Nullable String organization,
            @Nullable OperationType type,
            @Nullable String messageName,
            @Nullable String token,
            @Nullable String limitKey) {

        public Target {
            if (messageName != null) {
                Texts.bounded("message name", messageName, Operation.MAX_MESSAGE_NAME_LENGTH);
            }
            if (token != null) {
                Texts.bounded("dependency token", token, DependencyToken.MAX_LENGTH);
            }
            if (limitKey != null) {
                Texts.bounded("limit key", limitKey, LimitKey.MAX_LENGTH);
            }
        }

        /** Everything, or everything of one organization. */
        public static Target organization(@Nullable String organization) {
            return new Target(organization, null, null, null, null);
        }

        public static Target type(@Nullable String organization, OperationType type) {
            return new Target(organization, type, null, null, null);
        }

        public static Target message(@Nullable String organization, String messageName) {
            return new Target(organization, null, messageName, null, null);
        }

        public static Target lane(String organization, String token) {
            return new Target(organization, null, null, token, null);
        }

        public static Target limit(String organization, String limitKey) {
            return new Target(organization, null, null, null, limitKey);
        }

        /** Whether an operation is among what is held. */
        boolean covers(
                @Nullable String organizationName,
                int typeCode,
                String message,
                @Nullable String lane,
                @Nullable String limit) {
            if (this.organization != null && !this.organization.equals(organizationName)) {
                return false;
            }
            boolean ours = message.startsWith(OWN);
            if (type != null) {
                return type.code() == typeCode && !ours;
            }
            if (this.messageName != null) {
                return this.messageName.equals(message);
            }
            if (this.token != null) {
                return this.token.equals(lane);
            }
            return this.limitKey != null ? this.limitKey.equals(limit) : !ours;
        }

        /** Whether all operations of this type, in this organization, are held by it. */
        public boolean isTypeOf(@Nullable String organizationName, OperationType held) {
            return type == held && (organization == null || organization.equals(organizationName));
        }

        /** Whether it is everything. */
        boolean isBroad() {
            return type == null && messageName == null && this.token == null && this.limitKey == null;
        }

        /** In words, for people: {@code the lane 'customer-7' of contoso}. */
        @Override
        public String toString() {
            String where = organization == null ? "all organizations" : organization;
            if (type != null) {
                return "the type " + type.label() + " in " + where;
            }
            if (messageName != null) {
                return "the message '" + messageName + "' in " + where;
            }
            if (token != null) {
                return "the lane '" + token + "' of " + where;
            }
            return limitKey != null ? "the limit key '" + limitKey + "' of " + where : "everything in " + where;
        }
    }
}
