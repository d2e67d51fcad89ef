package io.nightshift.platform.message;

import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.OrganizationRequest;

/** Reads what a request says of row versions. */
final class Concurrency {

    private Concurrency() {}

    static ConcurrencyBehavior of(OrganizationRequest request) {
        ConcurrencyBehavior asked = request.get("ConcurrencyBehavior", ConcurrencyBehavior.class);
        return asked == null ? ConcurrencyBehavior.DEFAULT : asked;
    }
}
