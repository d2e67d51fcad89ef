package io.nightshift.platform.operation;

import java.util.UUID;

/** Calls addresses that callers have named, by the rules for webhooks. Thread-safe. */
public interface Callbacks {

    /** Refuses with 0x80040203 what is no http or https address; where its host lies is checked with the call. */
    void requireAddress(String whose, String address);

    /**
     * Posts JSON.
     *
     * @param name what people call it
     * @param operation that makes the call, at least once
     * @return the status of the answer, 200 to 299
     * @throws io.nightshift.sdk.OrganizationServiceFault when it was not called, or not answered so
     */
    int post(String name, String address, UUID operation, String json) throws InterruptedException;
}
