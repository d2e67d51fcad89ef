package agency;

import io.nightshift.client.NightshiftClient;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationState;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.net.URI;

/** Prints when each suspended system job will go on, and how often it has been retried. */
public final class SuspendedOperations {

    private SuspendedOperations() {}

    /** @param arguments the address of the server; the token is in NIGHTSHIFT_TOKEN */
    public static void main(String[] arguments) {
        QueryByAttribute suspended = new QueryByAttribute(
                        AsyncOperation.ENTITY, ColumnSet.of("postponeuntil", "retrycount"))
                .where("statecode", AsyncOperationState.SUSPENDED.value());

        try (NightshiftClient service = NightshiftClient.at(URI.create(arguments[0]))
                .token(System.getenv("NIGHTSHIFT_TOKEN"))
                .open()) {
            service.stream(suspended)
                    .map(AsyncOperation::of)
                    .forEach(operation -> System.out.printf(
                            "Operation id=%s PostponeUntil=%s RetryCount=%s%n",
                            operation.id(), operation.postponeUntil(), operation.retryCount()));
        }
    }
}
