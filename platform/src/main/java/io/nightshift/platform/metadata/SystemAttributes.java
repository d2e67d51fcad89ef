package io.nightshift.platform.metadata;

import io.nightshift.platform.metadata.AttributeMetadata.Access;
import io.nightshift.platform.metadata.AttributeType.BigIntType;
import io.nightshift.platform.metadata.AttributeType.DateTimeType;
import io.nightshift.platform.metadata.AttributeType.IntegerType;
import io.nightshift.platform.metadata.AttributeType.LookupType;
import io.nightshift.platform.metadata.AttributeType.OwnerType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes that an entity has without saying so: who made and changed a record and when, its row version, its
 * owner. A definition does not repeat them.
 */
final class SystemAttributes {

    private static final CascadeConfiguration NOTHING = new CascadeConfiguration(
            CascadeType.NO_CASCADE, CascadeType.NO_CASCADE, CascadeType.NO_CASCADE, CascadeType.NO_CASCADE);

    private final String entity;
    private final Map<AttributeMetadata, List<OneToManyRelationshipMetadata>> attributes = new LinkedHashMap<>();

    private SystemAttributes(String entity) {
        this.entity = entity;
    }

    /** The attributes, each with the relationships of its lookup. */
    static Map<AttributeMetadata, List<OneToManyRelationshipMetadata>> of(String entity, OwnershipType ownership) {
        SystemAttributes made = new SystemAttributes(entity);
        if (ownership != OwnershipType.NONE) {
            made.audit();
        }
        made.plain("versionnumber", "Version Number", new BigIntType(), Access.READ);
        switch (ownership) {
            case USER -> made.owner();
            case ORGANIZATION ->
                made.lookup("organizationid", "Organization", "organization", "organization_" + entity);
            case BUSINESS_UNIT, NONE -> {}
        }
        return made.attributes;
    }

    private void audit() {
        plain("createdon", "Created On", new DateTimeType(DateTimeBehavior.USER_LOCAL), Access.READ);
        lookup("createdby", "Created By", "systemuser", "lk_" + entity + "_createdby");
        lookup("createdonbehalfby", "Created By (Delegate)", "systemuser", "lk_" + entity + "_createdonbehalfby");
        plain("modifiedon", "Modified On", new DateTimeType(DateTimeBehavior.USER_LOCAL), Access.READ);
        lookup("modifiedby", "Modified By", "systemuser", "lk_" + entity + "_modifiedby");
        lookup("modifiedonbehalfby", "Modified By (Delegate)", "systemuser", "lk_" + entity + "_modifiedonbehalfby");
        plain("overriddencreatedon", "Record Created On", new DateTimeType(DateTimeBehavior.USER_LOCAL), Access.CREATE);
        IntegerType anyNumber = new IntegerType(Integer.MIN_VALUE, Integer.MAX_VALUE);
        plain("importsequencenumber", "Import Sequence Number", anyNumber, Access.CREATE);
        IntegerType zone = new IntegerType(-1, Integer.MAX_VALUE);
        plain("timezoneruleversionnumber", "Time Zone Rule Version Number", zone, Access.WRITE);
        plain("utcconversiontimezonecode", "UTC Conversion Time Zone Code", zone, Access.WRITE);
    }

    private void owner() {
        AttributeMetadata owner = new AttributeMetadata(
                "ownerid", "Owner", new OwnerType(), RequiredLevel.SYSTEM_REQUIRED, Access.WRITE, false);
        attributes.put(
                owner,
                List.of(
                        relationship("systemuser", "user_" + entity, "ownerid", CascadeConfiguration.RESTRICTED),
                        relationship("team", "team_" + entity, "ownerid", CascadeConfiguration.RESTRICTED)));
        lookup("owningbusinessunit", "Owning Business Unit", "businessunit", "business_unit_" + entity);
        lookup("owninguser", "Owning User", "systemuser", "owninguser_" + entity);
        lookup("owningteam", "Owning Team", "team", "owningteam_" + entity);
    }

    private void plain(String name, String displayName, AttributeType type, Access access) {
        attributes.put(new AttributeMetadata(name, displayName, type, RequiredLevel.NONE, access, false), List.of());
    }

    private void lookup(String name, String displayName, String target, String schemaName) {
        AttributeMetadata attribute = new AttributeMetadata(
                name, displayName, new LookupType(List.of(target)), RequiredLevel.NONE, Access.READ, false);
        attributes.put(attribute, List.of(relationship(target, schemaName, name, NOTHING)));
    }

    private OneToManyRelationshipMetadata relationship(
            String target, String schemaName, String attribute, CascadeConfiguration cascade) {
        return new OneToManyRelationshipMetadata(schemaName, target, entity, attribute, cascade);
    }
}
