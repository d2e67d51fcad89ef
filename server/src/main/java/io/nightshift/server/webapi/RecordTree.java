package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Relationship;
import io.nightshift.server.webapi.odata.Navigation;
import io.nightshift.server.webapi.odata.ODataCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates a record together with those that its body holds: what a lookup leads to before it, what refers to it or is paired
 * with it after it. The scope is a transaction, so that all are there or none.
 */
final class RecordTree {

    private static final int MOST_RECORDS = 1000;
    private static final int DEEPEST = 8;

    private final Scope scope;
    private int records;

    RecordTree(Scope scope) {
        this.scope = scope;
    }

    /** Whether a body holds other records, or relates to several. */
    static boolean is(ObjectNode body) {
        for (Map.Entry<String, JsonNode> property : body.properties()) {
            boolean annotation =
                    property.getKey().contains("@") && !property.getKey().endsWith("@odata.bind");
            if (!annotation && property.getValue().isContainer()) {
                return true;
            }
        }
        return false;
    }

    /** Creates them and answers the id of the outermost. */
    UUID create(EntityMetadata entity, ObjectNode body) {
        return create(new Entity(entity.logicalName()), entity, body, 1);
    }

    /** @param record with what it has because of where it stands */
    private UUID create(Entity record, EntityMetadata entity, ObjectNode body, int depth) {
        if (depth > DEEPEST || ++records > MOST_RECORDS) {
            throw ODataCode.INVALID_INPUT.fault(
                    "A request creates at most " + MOST_RECORDS + " records, at most " + DEEPEST
                            + " deep in each other; create the others by requests of their own, for example in one change set.");
        }
        Level level = new Level(depth);
        Entity target = new Entity(entity.logicalName());
        new RecordBody(scope, entity, level).into(target, body);
        record.attributes().forEach(target::set);
        UUID id = scope.service().create(target);
        level.after.forEach(each -> each.of(entity, id));
        return id;
    }

    /** What is done when the record that a body describes is there. */
    @FunctionalInterface
    private interface After {
        void of(EntityMetadata entity, UUID id);
    }

    /** The records within one body. */
    private final class Level implements RecordBody.Within {

        private final int depth;
        private final List<After> after = new ArrayList<>();

        Level(int depth) {
            this.depth = depth;
        }

        @Override
        public EntityReference one(EntityMetadata entity, ObjectNode body) {
            return new EntityReference(
                    entity.logicalName(), create(new Entity(entity.logicalName()), entity, body, depth + 1));
        }

        @Override
        public void many(Navigation navigation, List<ObjectNode> bodies) {
            EntityMetadata entity = scope.model().entity(navigation.targets().getFirst());
            after.add((owner, id) -> {
                for (ObjectNode body : bodies) {
                    Entity record = new Entity(entity.logicalName());
                    if (navigation instanceof Navigation.OneToMany many) {
                        record.set(
                                many.metadata().referencingAttribute(), new EntityReference(owner.logicalName(), id));
                    }
                    UUID created = create(record, entity, body, depth + 1);
                    if (navigation instanceof Navigation.ManyToMany) {
                        relate(owner, id, navigation, List.of(new EntityReference(entity.logicalName(), created)));
                    }
                }
            });
        }

        @Override
        public void related(Navigation navigation, List<EntityReference> others) {
            after.add((owner, id) -> relate(owner, id, navigation, others));
        }
    }

    private void relate(EntityMetadata owner, UUID id, Navigation navigation, List<EntityReference> others) {
        Relationship relationship = RecordLinks.relationship(owner, navigation);
        scope.service().associate(owner.logicalName(), id, relationship, others);
    }
}
