package agency;

import io.nightshift.client.NightshiftClient;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteAsyncResponse;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Has two contacts merged in the background, and waits until the system job has ended. */
public final class MergeInBackground {

    /** 30, 31 and 32. */
    private static final Set<AsyncOperationStatus> ENDED =
            EnumSet.of(AsyncOperationStatus.SUCCEEDED, AsyncOperationStatus.FAILED, AsyncOperationStatus.CANCELED);

    private MergeInBackground() {}

    /** @param arguments the address of the server; the token is in NIGHTSHIFT_TOKEN */
    public static void main(String[] arguments) throws InterruptedException {
        try (NightshiftClient service = NightshiftClient.at(URI.create(arguments[0]))
                .token(System.getenv("NIGHTSHIFT_TOKEN"))
                .open()) {
            UUID stays = service.create(new Entity("contact").set("lastname", "Berg"));
            UUID goes = service.create(new Entity("contact").set("lastname", "Berg, A."));
            MergeRequest merge = new MergeRequest(new EntityReference("contact", stays), goes);

            ExecuteAsyncResponse response = (ExecuteAsyncResponse) service.execute(new ExecuteAsyncRequest(merge));
            UUID id = response.asyncJobId();
            System.out.println("System job " + id + " has been enqueued.");

            AsyncOperationStatus status = null;
            while (!ENDED.contains(status)) {
                Thread.sleep(200);
                AsyncOperation job = AsyncOperation.of(
                        service.retrieve(AsyncOperation.ENTITY, id, ColumnSet.of("statuscode", "message")));
                status = job.status();
            }
            System.out.println("It ended with the status reason " + status.value() + ".");

            int state = service.retrieve("contact", goes, ColumnSet.of("statecode"))
                    .get("statecode", OptionSetValue.class)
                    .value();
            System.out.println("The contact that was merged into the other is " + (state == 1 ? "inactive." : "active."));
        }
    }
}
