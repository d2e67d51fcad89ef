package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The organization service for one caller: every call is a request that is carried out as a whole. */
public final class CallerService implements OrganizationService {

    /** Gives work a request context: on the caller's connection, or in a transaction of its own. */
    @FunctionalInterface
    public interface Requests {
        /** Carries the work out once, or again when PostgreSQL gave it up for another's sake. */
        OrganizationResponse with(Work work) throws SQLException;
    }

    /** Work within a request. */
    @FunctionalInterface
    public interface Work {
        /** Carries out the request. */
        OrganizationResponse in(RequestContext context);
    }

    private final Requests requests;
    private final @Nullable MessageRegistry alone;

    /** @param alone where each request has a transaction of its own: the messages, some of which need that; else null */
    private CallerService(Requests requests, @Nullable MessageRegistry alone) {
        this.requests = requests;
        this.alone = alone;
    }

    /** A service in a transaction that is the caller's. */
    public static CallerService within(Requests transaction) {
        return new CallerService(transaction, null);
    }

    /**
     * A service for code that runs in the course of a request: in the request's transaction, which goes on after a fault
     * that the code catches, because nothing of what was refused remains.
     */
    public static OrganizationService inside(RequestContext context) {
        return new CallerService(work -> Savepoints.within(context.connection(), () -> work.in(context)), null);
    }

    /** A service whose requests have a transaction each. */
    public static CallerService alone(Requests transactions, MessageRegistry messages) {
        return new CallerService(transactions, messages);
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request) {
        return alone != null && request.requestName().equals(ExecuteMultipleRequest.NAME)
                ? RequestBatch.multiple(request, this::one)
                : one(request);
    }

    private OrganizationResponse one(OrganizationRequest request) {
        try {
            StandaloneMessage message = alone == null ? null : alone.standalone(request.requestName());
            if (message != null) {
                return message.alone(request, requests);
            }
            return requests.with(context -> context.execute(request));
        } catch (RuntimeException | SQLException e) {
            throw Faults.of(request, e);
        }
    }
}
