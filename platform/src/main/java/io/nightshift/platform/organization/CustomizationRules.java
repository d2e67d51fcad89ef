package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.FaultCode;

/** What an organization may not change of its metadata. */
final class CustomizationRules {

    private CustomizationRules() {}

    static void checkKind(String entity, AttributeMetadata had, AttributeMetadata has) {
        if (had.custom() != has.custom()
                || had.type().getClass() != has.type().getClass()
                || !had.type().targetEntities().equals(has.type().targetEntities())
                || !RecordTable.dataType(had).equals(RecordTable.dataType(has))) {
            throw FaultCode.INVALID_ARGUMENT.fault("The attribute " + had.logicalName() + " of " + entity
                    + " keeps its kind; make a new attribute of the other kind.");
        }
    }

    static void checkCustom(boolean holds, String what, String name) {
        if (!holds) {
            throw FaultCode.INVALID_SCHEMA_NAME.fault("The " + what + " " + name
                    + " is the organization's own, so its name begins with a customization prefix, as new_size does.");
        }
    }

    static void checkOwnRows(EntityMetadata entity) {
        if (entity.virtual()) {
            throw FaultCode.ENTITY_NOT_CUSTOMIZABLE.fault("The records of " + entity.logicalName()
                    + " do not lie in a table of the organization, so it cannot be customized.");
        }
    }

    static void checkRemovable(EntityMetadata entity, AttributeMetadata attribute) {
        String name = attribute.logicalName();
        if (!attribute.custom()) {
            throw FaultCode.ATTRIBUTE_NOT_CUSTOM.fault(
                    "The standard attribute " + name + " of " + entity.logicalName() + " cannot be removed.");
        }
        if (name.equals(entity.primaryNameAttribute()) || name.equals(entity.primaryIdAttribute())) {
            throw FaultCode.CANNOT_DELETE_PRIMARY_ATTRIBUTE.fault("The attribute " + name + " names the records of "
                    + entity.logicalName() + " and cannot be removed.");
        }
    }
}
