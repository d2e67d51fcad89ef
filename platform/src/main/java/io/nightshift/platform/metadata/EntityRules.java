package io.nightshift.platform.metadata;

import io.nightshift.platform.metadata.AttributeType.DateTimeType;
import io.nightshift.platform.metadata.AttributeType.DecimalType;
import io.nightshift.platform.metadata.AttributeType.IntegerType;
import io.nightshift.platform.metadata.AttributeType.LookupType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.AttributeType.UniqueIdentifierType;
import io.nightshift.sdk.FaultCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold within one entity. */
final class EntityRules {

    /** What an index row holds for certain: PostgreSQL's limit is 2,704 bytes, and a character takes up to four. */
    static final int MAX_KEY_BYTES = 2600;

    private EntityRules() {}

    static void check(
            String entity, Map<String, AttributeMetadata> attributes, String primaryId, @Nullable String primaryName) {
        attributes.forEach((name, attribute) -> {
            if (!name.equals(attribute.logicalName())) {
                throw FaultCode.INVALID_ARGUMENT.fault("The attribute " + attribute.logicalName() + " of " + entity
                        + " is listed as " + Names.shown(name) + ".");
            }
        });
        AttributeMetadata id = attributes.get(primaryId);
        if (id == null || !(id.type() instanceof UniqueIdentifierType)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The entity " + entity + " has no unique identifier " + Names.shown(primaryId) + " as its key.");
        }
        if (primaryName != null) {
            AttributeMetadata name = attributes.get(primaryName);
            if (name == null || !(name.type() instanceof StringType)) {
                throw FaultCode.PRIMARY_NAME_NOT_FOUND.fault("The primary name " + Names.shown(primaryName) + " of "
                        + entity + " is no string of that entity.");
            }
        }
        checkState(entity, attributes.get("statecode"), attributes.get("statuscode"));
    }

    private static void checkState(
            String entity, @Nullable AttributeMetadata state, @Nullable AttributeMetadata status) {
        if (state == null && status == null) {
            return;
        }
        if (state == null
                || status == null
                || !(state.type() instanceof StateType states)
                || !(status.type() instanceof StatusType statuses)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The entity " + entity + " has both a state 'statecode' and a status 'statuscode', or neither.");
        }
        Set<Integer> withStatus = new HashSet<>();
        for (OptionMetadata option : statuses.optionSet().options()) {
            Integer of = option.state();
            if (of == null || states.optionSet().option(of).isEmpty()) {
                throw FaultCode.INVALID_STATE_CODE_STATUS_CODE.fault("The status " + option.value() + " of " + entity
                        + " belongs to the state " + of + ", which does not exist.");
            }
            withStatus.add(of);
        }
        for (OptionMetadata option : states.optionSet().options()) {
            if (!withStatus.contains(option.value())) {
                throw FaultCode.INVALID_STATE_CODE_STATUS_CODE.fault(
                        "The state " + option.value() + " of " + entity + " has no status reason; give it one.");
            }
        }
    }

    static void checkKeys(String entity, Map<String, AttributeMetadata> attributes, List<EntityKeyMetadata> keys) {
        Set<String> names = new HashSet<>();
        for (EntityKeyMetadata key : keys) {
            if (!names.add(key.logicalName())) {
                throw FaultCode.ENTITY_KEY_NAME_EXISTS.fault(
                        "The entity " + entity + " has a key " + key.logicalName() + " already.");
            }
            int bytes = 0;
            for (String name : key.attributes()) {
                AttributeMetadata attribute = attributes.get(name);
                if (attribute == null) {
                    throw FaultCode.ATTRIBUTE_NOT_FOUND.fault("The key " + key.logicalName() + " names '"
                            + Names.shown(name) + "', which is no attribute of " + entity + ".");
                }
                bytes += keyBytes(key, attribute);
            }
            if (bytes > MAX_KEY_BYTES) {
                throw FaultCode.INDEX_SIZE_VIOLATED.fault("The key " + key.logicalName() + " of " + entity
                        + " may grow to " + bytes + " bytes; at most " + MAX_KEY_BYTES
                        + " fit into an index. Take shorter texts or fewer attributes.");
            }
        }
    }

    private static int keyBytes(EntityKeyMetadata key, AttributeMetadata attribute) {
        return switch (attribute.type()) {
            case StringType text -> 4 * text.maxLength();
            case IntegerType _, PicklistType _ -> 4;
            case DecimalType _, DateTimeType _, UniqueIdentifierType _, LookupType _ -> 24;
            default ->
                throw FaultCode.INVALID_ARGUMENT.fault("The attribute " + attribute.logicalName() + " cannot be part of"
                        + " the key " + key.logicalName()
                        + "; a key consists of strings, whole and decimal numbers, dates, ids, lookups and picklists.");
        };
    }
}
