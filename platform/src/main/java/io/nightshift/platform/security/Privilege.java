package io.nightshift.platform.security;

import io.nightshift.platform.metadata.EntityMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a role can allow: a right to the records of an entity, or an ability that concerns no entity.
 *
 * @param name unique, as {@code prvReadAccount}
 * @param right null for an ability that concerns no entity
 * @param entity the logical name; null with {@code right}
 */
public record Privilege(
        String name, @Nullable AccessRight right, @Nullable String entity) {

    /** To have one's requests carried out as another user. */
    public static final Privilege ACT_ON_BEHALF = new Privilege("prvActOnBehalfOfAnotherUser", null, null);

    /** To delete many records by a query. */
    public static final Privilege BULK_DELETE = new Privilege("prvBulkDelete", null, null);

    /** To have a message executed as an operation. */
    public static final Privilege EXECUTE_ASYNC = new Privilege("prvExecuteAsync", null, null);

    /** To write without the steps and workflows of the organization. */
    public static final Privilege BYPASS_CUSTOM_PLUGINS = new Privilege("prvBypassCustomPlugins", null, null);

    /** To have workflows run. */
    public static final Privilege WORKFLOW_EXECUTION = new Privilege("prvWorkflowExecution", null, null);

    /** To change entities, attributes and relationships, and what runs on events. */
    public static final Privilege CUSTOMIZE = new Privilege("prvPublishCustomization", null, null);

    /** To hold and free the service, its nodes and its maintenance. */
    public static final Privilege OPERATE_SERVICE = new Privilege("prvOperateService", null, null);

    /** Those that concern no entity. */
    public static List<Privilege> abilities() {
        return List.of(
                ACT_ON_BEHALF,
                BULK_DELETE,
                EXECUTE_ASYNC,
                BYPASS_CUSTOM_PLUGINS,
                WORKFLOW_EXECUTION,
                CUSTOMIZE,
                OPERATE_SERVICE);
    }

    /** The privilege of a right to an entity's records. */
    public static Privilege of(AccessRight right, EntityMetadata entity) {
        String name = entity.logicalName();
        // Dynamics writes its own entities with a capital, calls users by a word of their own, and leaves custom ones.
        String shown = name.equals("systemuser")
                ? "User"
                : entity.custom() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return new Privilege("prv" + right.word() + shown, right, name);
    }

    /** All privileges that concern an entity. */
    public static List<Privilege> of(EntityMetadata entity) {
        return Arrays.stream(AccessRight.values())
                .map(right -> of(right, entity))
                .toList();
    }

    /** All that there are with these entities. */
    public static List<Privilege> all(Iterable<EntityMetadata> entities) {
        List<Privilege> all = new ArrayList<>(abilities());
        entities.forEach(entity -> all.addAll(of(entity)));
        return all;
    }

    /** The same in every organization, because it comes from the name. */
    public UUID id() {
        return UUID.nameUUIDFromBytes(("nightshift:privilege:" + name).getBytes(StandardCharsets.UTF_8));
    }
}
