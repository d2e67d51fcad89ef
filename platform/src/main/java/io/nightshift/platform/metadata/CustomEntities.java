package io.nightshift.platform.metadata;

import io.nightshift.platform.metadata.AttributeMetadata.Access;
import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.platform.metadata.AttributeType.UniqueIdentifierType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an entity of an organization's own has from its first day: an id, a name, a state, and what every entity has. */
public final class CustomEntities {

    private static final int FIRST_TYPE_CODE = 10_000;

    private static final OptionSetMetadata STATES =
            OptionSetMetadata.of(new OptionMetadata(0, "Active"), new OptionMetadata(1, "Inactive"));
    private static final OptionSetMetadata STATUSES =
            OptionSetMetadata.of(new OptionMetadata(1, "Active", 0), new OptionMetadata(2, "Inactive", 1));

    private CustomEntities() {}

    /** The number that the organization's next entity gets. */
    public static int nextTypeCode(OrganizationMetadata metadata) {
        return metadata.entities().stream()
                        .mapToInt(entity -> entity.names().objectTypeCode())
                        .reduce(FIRST_TYPE_CODE - 1, Math::max)
                + 1;
    }

    /** An entity whose records are named by this string. */
    public static EntityMetadata of(
            String logicalName, EntityNames names, OwnershipType ownership, AttributeMetadata primaryName) {
        String id = logicalName + "id";
        Map<String, AttributeMetadata> attributes = new LinkedHashMap<>();
        List<OneToManyRelationshipMetadata> relationships = new ArrayList<>();
        for (AttributeMetadata attribute : List.of(
                new AttributeMetadata(
                        id,
                        names.displayName(),
                        new UniqueIdentifierType(),
                        RequiredLevel.NONE,
                        Access.CREATE,
                        Names.isCustom(id)),
                primaryName,
                standard("statecode", "Status", new StateType(STATES), Access.UPDATE),
                standard("statuscode", "Status Reason", new StatusType(STATUSES), Access.WRITE))) {
            attributes.put(attribute.logicalName(), attribute);
        }
        SystemAttributes.of(logicalName, ownership).forEach((attribute, relations) -> {
            attributes.put(attribute.logicalName(), attribute);
            relationships.addAll(relations);
        });
        return new EntityMetadata(
                logicalName,
                names,
                ownership,
                id,
                primaryName.logicalName(),
                attributes,
                List.of(),
                relationships,
                true,
                false,
                false,
                Auditing.OFF);
    }

    private static AttributeMetadata standard(String name, String displayName, AttributeType type, Access access) {
        return new AttributeMetadata(name, displayName, type, RequiredLevel.NONE, access, false);
    }
}
