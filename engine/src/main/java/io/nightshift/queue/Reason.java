package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One thing that can keep an operation from running, and the only place that knows how to look for it. {@link Explaining}
 * lists the reasons there are, what binds first before the others. A look costs a few index probes, or stops at a cap.
 */
@FunctionalInterface
interface Reason {

    /** Counting stops here: "1,000+" tells a person as much. */
    int EXACT = 1000;

    /** Empty when this is not what the operation waits for. It has neither ended nor is it running. */
    Optional<Explanation> of(AsyncOperation operation, int organization) throws SQLException;
}
