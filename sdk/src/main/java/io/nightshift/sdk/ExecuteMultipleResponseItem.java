package io.nightshift.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What became of one request of an ExecuteMultiple.
 *
 * @param requestIndex which request, from 0
 * @param response its answer; null when it failed
 * @param fault why it failed; null when it succeeded
 */
public record ExecuteMultipleResponseItem(
        int requestIndex,
        @Nullable OrganizationResponse response,
        @Nullable OrganizationServiceFault fault) {}
