package io.nightshift.operation;

/** How custom code asks its operation to end (Dynamics OperationStatus; dynamics-facts 8.3). */
public enum OperationStatus {
    FAILED,
    CANCELED,
    RETRY,
    SUSPENDED,
    SUCCEEDED
}
