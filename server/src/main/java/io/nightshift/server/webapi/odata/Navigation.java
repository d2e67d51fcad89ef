package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import java.util.List;

/** A navigation property of an entity: the way from a record to others. */
public sealed interface Navigation {

    /** Its name on the wire. */
    String name();

    /** The schema name of the relationship that it follows. */
    String relationship();

    /** The logical names of the entities it may lead to. */
    List<String> targets();

    /** Whether it leads to at most one record. */
    default boolean single() {
        return this instanceof ManyToOne;
    }

    /** The record that a lookup names. */
    record ManyToOne(String name, String relationship, String attribute, List<String> targets) implements Navigation {
        public ManyToOne {
            targets = List.copyOf(targets);
        }
    }

    /** The records whose lookup names this one. */
    record OneToMany(String name, OneToManyRelationshipMetadata metadata) implements Navigation {
        @Override
        public String relationship() {
            return metadata.schemaName();
        }

        @Override
        public List<String> targets() {
            return List.of(metadata.referencingEntity());
        }
    }

    /** The records that are paired with this one. */
    record ManyToMany(String name, ManyToManyRelationshipMetadata metadata, boolean first) implements Navigation {
        @Override
        public String relationship() {
            return metadata.schemaName();
        }

        @Override
        public List<String> targets() {
            return List.of(first ? metadata.entity2() : metadata.entity1());
        }

        /** The column of the pairs with this record's id. */
        public String ownAttribute() {
            return first ? metadata.entity1Attribute() : metadata.entity2Attribute();
        }

        /** The column of the pairs with the other's id. */
        public String otherAttribute() {
            return first ? metadata.entity2Attribute() : metadata.entity1Attribute();
        }
    }
}
