package io.nightshift.execution;

import io.nightshift.operation.OutcomePolicy;
import java.sql.SQLException;

/** The outcome policy of each organization. Asked when a handler threw an error, on its thread; thread-safe. */
@FunctionalInterface
public interface OutcomePolicies {

    /**
     * The policy of this organization.
     *
     * @throws SQLException when it cannot be read; then that of the node's settings decides
     */
    OutcomePolicy of(String organization) throws SQLException;
}
