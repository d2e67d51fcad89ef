package io.nightshift.server.signin;

import java.util.UUID;

/**
 * Who sends a request: a user of an organization, as whom everything in it is done.
 *
 * @param name what people call the caller, in records of who did what
 * @param organization the organization the caller belongs to
 * @param userId the id of the caller's {@code systemuser}
 */
public record Caller(String name, String organization, UUID userId) {}
