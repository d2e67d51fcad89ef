package io.nightshift.queue;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many operations may run at a time on all nodes together.
 *
 * @param number grows with each change
 * @param most at least 1; for none at all there are {@link Holds}
 * @param running how many ran when the nodes were last asked, a second ago or so; after a limit was lowered it may be more
 *     than {@code most} until they end
 */
public record RunningLimit(long number, Scope scope, int most, Author author, Instant setOn, int running) {

    /** The service's own work, whose message names begin so, is under no limit. */
    private static final String OWN = "nightshift.";

    /**
     * What is counted: the operations of an organization, those of a type in all organizations, or those of a type in one.
     *
     * @param organization null for all organizations together; then the type is given
     */
    public record Scope(
            @Nullable String organization, @Nullable OperationType type) {

        public Scope {
            if (organization == null && type == null) {
                throw ErrorCode.INVALID_ARGUMENT.fault(
                        "A limit is on an organization, on a type, or on a type in one organization; name at least one.");
            }
        }

        @Override
        public String toString() {
            String what = type == null ? "all operations" : "operations of the type " + type.label();
            return organization == null ? what : what + " of '" + organization + "'";
        }
    }

    /** Whether an operation counts. */
    boolean covers(String organization, int type, String messageName) {
        return (scope.organization() == null || scope.organization().equals(organization))
                && (scope.type() == null || scope.type().code() == type)
                && !messageName.startsWith(OWN);
    }
}
