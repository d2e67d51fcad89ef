package io.nightshift.platform.security;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The roles that every organization begins with: the file {@code roles.txt}, which says how it is read. */
public final class StandardRoles {

    /**
     * A role.
     *
     * @param templateId the id by which programs find it whatever it is called; null when it has none
     * @param privileges its privileges, each with its depth
     */
    public record StandardRole(String name, @Nullable UUID templateId, Map<Privilege, PrivilegeDepth> privileges) {}

    private static final String FILE = "roles.txt";
    private static final Pattern ROLE = Pattern.compile("role \"([^\"]+)\"(?: ([0-9a-f-]{36}))?");

    private final OrganizationMetadata metadata;
    private final List<StandardRole> roles = new ArrayList<>();

    private StandardRoles(OrganizationMetadata metadata) {
        this.metadata = metadata;
    }

    /** The roles for these entities; lines about entities that are not there are passed over. */
    public static List<StandardRole> of(OrganizationMetadata metadata) {
        StandardRoles reading = new StandardRoles(metadata);
        try (InputStream stream = StandardRoles.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("The program lacks its file " + FILE + ".");
            }
            new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(reading::line);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + FILE + " cannot be read.", e);
        }
        return List.copyOf(reading.roles);
    }

    private void line(String raw) {
        String line = raw.strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        Matcher role = ROLE.matcher(line);
        if (role.matches()) {
            String template = role.group(2);
            roles.add(new StandardRole(
                    role.group(1), template == null ? null : UUID.fromString(template), new LinkedHashMap<>()));
            return;
        }
        Map<Privilege, PrivilegeDepth> privileges = roles.getLast().privileges();
        List<String> words = List.of(line.split(" +", -1));
        if (words.getFirst().equals("ability")) {
            words.subList(1, words.size()).forEach(name -> privileges.put(ability(name), PrivilegeDepth.GLOBAL));
            return;
        }
        int colon = words.indexOf(":");
        for (String subject : words.subList(0, colon)) {
            for (EntityMetadata entity : entities(subject)) {
                give(privileges, entity, words.subList(colon + 1, words.size() - 1), words.getLast());
            }
        }
    }

    private static void give(
            Map<Privilege, PrivilegeDepth> privileges, EntityMetadata entity, List<String> rights, String depth) {
        for (AccessRight right : AccessRight.values()) {
            if (!rights.contains("all") && !rights.contains(right.word().toLowerCase(Locale.ROOT))) {
                continue;
            }
            Privilege privilege = Privilege.of(right, entity);
            if (depth.equals("none")) {
                privileges.remove(privilege);
            } else {
                privileges.put(
                        privilege,
                        OwnerColumns.of(entity).any()
                                ? PrivilegeDepth.valueOf(depth.toUpperCase(Locale.ROOT))
                                : PrivilegeDepth.GLOBAL);
            }
        }
    }

    private static Privilege ability(String name) {
        return Privilege.abilities().stream()
                .filter(ability -> ability.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + " names the ability " + name + ", which is none."));
    }

    private List<EntityMetadata> entities(String subject) {
        return switch (subject) {
            case "user-owned" -> owned("user");
            case "unit-owned" -> owned("businessunit");
            case "organization-owned" -> owned("organization");
            case "unowned" -> owned("none");
            default -> metadata.find(subject).stream().toList();
        };
    }

    private List<EntityMetadata> owned(String ownership) {
        return metadata.entities().stream()
                .filter(entity -> entity.ownership().word().equals(ownership))
                .toList();
    }
}
