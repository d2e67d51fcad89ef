package io.nightshift.server.systemjobs;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.Platform;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the pages read and move: the engine and the organizations of this process. */
record Site(AsyncService service, Platform platform) {

    SystemJobs jobs() {
        return service.systemJobs();
    }

    Instant now() {
        return service.queue().clock().now();
    }

    /** The organizations that a visitor can go to. */
    List<String> organizations(Visit visit) throws SQLException {
        return visit.operator()
                ? service.queue().organizations().all()
                : List.of(visit.caller().organization());
    }

    /** The operation, or a fault that the page of errors shows. */
    AsyncOperation operation(String organization, UUID id) throws SQLException {
        return jobs().get(organization, id)
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is no operation " + id + " in " + organization + "; it may have been deleted."));
    }
}
