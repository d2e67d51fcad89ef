package io.nightshift.platform.message;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;

/**
 * What the platform does on a message. It works on the request's connection alone and neither commits nor rolls back; a
 * fault it throws undoes everything. It reads its parameters from the request by name, so that a request without a class
 * of its own works the same. One object serves all requests, from any thread.
 */
public interface Message {

    /** The name by which requests ask for it; unique. */
    String name();

    /** Carries the request out. */
    OrganizationResponse execute(OrganizationRequest request, RequestContext context);
}
