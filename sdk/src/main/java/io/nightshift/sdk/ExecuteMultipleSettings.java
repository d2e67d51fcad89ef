package io.nightshift.sdk;

/**
 * How an ExecuteMultiple goes about its requests (Dynamics: ExecuteMultipleSettings).
 *
 * @param continueOnError whether the requests after one that failed are carried out, too
 * @param returnResponses whether the answers of the requests that succeeded are wanted; faults are always answered
 */
public record ExecuteMultipleSettings(boolean continueOnError, boolean returnResponses) {}
