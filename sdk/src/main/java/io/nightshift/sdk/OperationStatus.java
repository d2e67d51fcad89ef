package io.nightshift.sdk;

/** How custom code asks its operation to end (dynamics-facts 8.3); the numbers are those of Dynamics. */
public enum OperationStatus {
    /** It failed. */
    FAILED(0),
    /** It is canceled. */
    CANCELED(1),
    /** It is to be tried again later. */
    RETRY(2),
    /** It waits for a person. */
    SUSPENDED(3),
    /** It is done after all. */
    SUCCEEDED(4);

    private final int value;

    OperationStatus(int value) {
        this.value = value;
    }

    /** The number on the wire. */
    public int value() {
        return value;
    }
}
