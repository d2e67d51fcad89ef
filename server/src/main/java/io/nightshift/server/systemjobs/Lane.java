package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import java.util.List;
import java.util.Optional;

/**
 * The operations with one dependency token that have not ended, in the order in which they run.
 *
 * @param more whether there are more than are listed
 */
public record Lane(String token, List<AsyncOperation> line, boolean more) {

    /** The one that the others wait for. */
    public Optional<AsyncOperation> holder() {
        return line.stream().filter(AsyncOperation::holdsLane).findFirst();
    }

    /** How many wait behind the first. */
    public int behind() {
        return Math.max(0, line.size() - 1);
    }

    /** Whether nothing of it goes on by itself. */
    public boolean isStuck() {
        return holder().map(first -> AsyncOperation.NEVER.equals(first.postponeUntil()))
                .orElse(false);
    }

    /** As in an address. */
    public String address() {
        return Parameters.NONE.with("token", token).on("/lanes");
    }
}
