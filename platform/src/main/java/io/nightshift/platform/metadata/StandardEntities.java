package io.nightshift.platform.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The entities that every organization has from its first day: the files in {@code definition}, read once. */
public final class StandardEntities {

    /**
     * The version of the files. Whoever changes one in a release raises it; an organization that is older gets what it
     * lacks when it is next used.
     */
    public static final int VERSION = 1;

    private static final List<String> FILES = List.of(
            "core",
            "security",
            "customers",
            "activities",
            "marketing",
            "service",
            "events",
            "bulkdelete",
            "maintenance",
            "operations",
            "workflows");

    private static final Definitions SHIPPED = read();

    private StandardEntities() {}

    /** The entities and many-to-many relationships as they are shipped. */
    public static Definitions definitions() {
        return SHIPPED;
    }

    private static Definitions read() {
        List<EntityMetadata> entities = new ArrayList<>();
        List<ManyToManyRelationshipMetadata> manyToMany = new ArrayList<>();
        for (String file : FILES) {
            String name = "definition/" + file + ".txt";
            try (InputStream stream = StandardEntities.class.getResourceAsStream(name)) {
                if (stream == null) {
                    throw new IllegalStateException("The program lacks its file " + name + ".");
                }
                Definitions read =
                        DefinitionReader.read(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                entities.addAll(read.entities());
                manyToMany.addAll(read.manyToMany());
            } catch (IOException e) {
                throw new UncheckedIOException("The file " + name + " cannot be read.", e);
            }
        }
        return new Definitions(entities, manyToMany);
    }
}
