package io.nightshift.platform.organization;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * The name of an organization's schema. A short plain name shows in it; any other is told apart by a digest, so that two
 * organizations never share a schema, whatever they are called.
 */
final class SchemaName {

    private static final String PREFIX = "org_";
    private static final int READABLE = 20;

    private SchemaName() {}

    static String of(String organization) {
        if (organization.matches("[a-z][a-z0-9]{0," + (READABLE - 1) + "}")) {
            return PREFIX + organization;
        }
        String readable = organization.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        String digest = UUID.nameUUIDFromBytes(organization.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        return PREFIX + readable.substring(0, Math.min(readable.length(), READABLE)) + "_" + digest;
    }
}
