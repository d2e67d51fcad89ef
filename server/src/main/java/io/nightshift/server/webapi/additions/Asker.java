package io.nightshift.server.webapi.additions;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.security.Access;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.Reach;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.server.signin.Caller;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for an addition, and what of system jobs that is good for: who commands the service reaches all of them, anybody
 * else those that the roles say.
 *
 * @param onBehalfOf the user on behalf of whom the caller acts; null when it is the caller itself
 * @param operates whether the caller commands the service itself
 * @param access what the caller may do in the organization
 * @param service the records as the caller may see them
 * @param jobs the entity of system jobs
 */
public record Asker(
        Caller caller,
        @Nullable UUID onBehalfOf,
        BooleanSupplier operates,
        Supplier<Access> access,
        OrganizationService service,
        EntityMetadata jobs) {

    String organization() {
        return caller.organization();
    }

    /** Refuses everybody who does not command the service. */
    void requireOperator() {
        if (!operates.getAsBoolean()) {
            throw FaultCode.PRIVILEGE_DENIED.fault(
                    "Only who has the privilege prvOperateService in the first organization"
                            + " commands the service itself; system jobs are also records: asyncoperations.");
        }
    }

    /** Refuses who may not do this with the job, and what is no job of the organization as far as the caller can see. */
    void require(AccessRight right, UUID id) {
        if (operates.getAsBoolean()) {
            return;
        }
        Entity job = service.retrieve(jobs.logicalName(), id, ColumnSet.of("ownerid", "owningbusinessunit"));
        access.get().require(right, jobs, id, named(job, "ownerid"), named(job, "owningbusinessunit"));
    }

    private static @Nullable UUID named(Entity job, String attribute) {
        EntityReference reference = job.get(attribute, EntityReference.class);
        return reference == null ? null : reference.id();
    }

    /** Refuses who has not the right to every job of the organization. */
    void requireAll(AccessRight right) {
        if (!mayAll(right)) {
            throw FaultCode.PRIVILEGE_DENIED.fault(
                    "This concerns every system job of the organization, and takes the right '" + right.word()
                            + "' to all of them; by a 'Filter' the jobs are moved to which there is the right.");
        }
    }

    /** Whether the caller has the right to every job of the organization. */
    boolean mayAll(AccessRight right) {
        return operates.getAsBoolean() || access.get().reach(right, jobs).equals(Reach.ALL);
    }

    /** The jobs of a search that the caller may see: all, or the own. */
    Search seen(Search search) {
        if (mayAll(AccessRight.READ)) {
            return search;
        }
        access.get().require(AccessRight.READ, jobs);
        return search.owner(access.get().userId());
    }
}
