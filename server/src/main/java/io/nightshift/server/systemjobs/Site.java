package io.nightshift.server.systemjobs;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.Platform;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.SystemJobs;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.signin.Identity;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the pages read and move: the engine and the organizations of this process, who signs in, and how it was started. */
record Site(AsyncService service, Platform platform, Identity identity, Configuration configuration) {

    SystemJobs jobs() {
        return service.systemJobs();
    }

    Instant now() {
        return service.queue().clock().now();
    }

    /** The records of the visitor's organization, with the visitor's rights. */
    OrganizationService service(PageCall call) {
        return service(call.visitor());
    }

    /** The same for whoever looks at a page. */
    OrganizationService service(Visitor visitor) {
        return platform.service(visitor.organization(), visitor.caller().userId());
    }

    /** Whether the visitor has a right to at least some records of an entity; for what a page offers. */
    boolean may(PageCall call, AccessRight right, String entity) throws SQLException {
        Optional<EntityMetadata> known =
                platform.organization(call.organization()).metadata().find(entity);
        return known.isPresent()
                && platform.access(call.organization(), call.visitor().caller().userId())
                        .may(right, known.get());
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
