package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the platform does on a message. It works on the request's connection alone and neither commits nor rolls back; a
 * fault it throws undoes everything. It reads its parameters from the request by name, so that a request without a class
 * of its own works the same. One object serves all requests, from any thread.
 */
public interface Message {

    /** The name by which requests ask for it; unique. */
    String name();

    /** The entity whose requests it serves in the place of the general message of its name; null for all others. */
    default @Nullable String entity() {
        return null;
    }

    /** Carries the request out. */
    OrganizationResponse execute(OrganizationRequest request, RequestContext context);
}
