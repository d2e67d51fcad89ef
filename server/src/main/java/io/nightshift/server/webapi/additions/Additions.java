package io.nightshift.server.webapi.additions;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ServiceFault;
import io.nightshift.queue.SystemJobs;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.signin.Identity;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * The functions and actions that the service answers itself, beside those that are messages of an organization. Their
 * signatures stand with all others in {@code operations.txt}. Thread-safe.
 */
public final class Additions {

    /** The namespace of all of them. */
    public static final String NAMESPACE = "Nightshift.";

    /** The header by which who commands the service works in another organization, as its Administrator. */
    public static final String ORGANIZATION = "Nightshift-Organization";

    private final Map<String, Addition> all = new LinkedHashMap<>();

    private final SystemJobs jobs;

    /** Those of this service. */
    public Additions(AsyncService service, Identity identity) {
        jobs = service.systemJobs();
        all.putAll(JobAdditions.of(service));
        all.putAll(MoveAdditions.of(service));
        all.putAll(SeriesAdditions.of(service));
        all.putAll(HoldAdditions.of(service));
        all.putAll(NodeAdditions.of(service));
        all.putAll(SignInAdditions.of(identity, service.queue().serviceLog()));
    }

    /** What a system job has left as its result, for whoever may read it; empty when there is none. */
    public Optional<String> result(String organization, UUID job) throws SQLException {
        return jobs.result(organization, job);
    }

    /** Their names, without the namespace. */
    public Set<String> names() {
        return Collections.unmodifiableSet(all.keySet());
    }

    /** Whether a function or action, by its name with the namespace, is one of them. */
    public boolean has(String name) {
        return name.startsWith(NAMESPACE) && all.containsKey(name.substring(NAMESPACE.length()));
    }

    /**
     * The results of one, by their names.
     *
     * @throws OrganizationServiceFault what the service refuses, with its code
     * @throws SQLException when the database does not answer
     */
    public ObjectNode answer(Asked asked) throws SQLException {
        Addition addition = all.get(asked.request().requestName());
        if (addition == null) {
            throw FaultCode.NOT_SUPPORTED.fault(asked.request().requestName() + " is none of the additions.");
        }
        try {
            return addition.answer(asked);
        } catch (ServiceFault refusal) {
            throw new OrganizationServiceFault(refusal.errorCode(), String.valueOf(refusal.getMessage()), refusal);
        }
    }
}
