package io.nightshift.platform.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private static final Map<String, Definitions> WRITTEN = written();

    private StandardEntities() {}

    /** The entities and many-to-many relationships as they are shipped. */
    public static Definitions definitions() {
        return SHIPPED;
    }

    /**
     * What a stored definition says, when it is that of a shipped entity or relationship: organizations that have changed
     * nothing share one in memory.
     */
    public static Optional<Definitions> shipped(String definition) {
        return Optional.ofNullable(WRITTEN.get(definition));
    }

    private static Map<String, Definitions> written() {
        Map<String, Definitions> written = new HashMap<>();
        SHIPPED.entities()
                .forEach(entity ->
                        written.put(DefinitionWriter.write(entity), new Definitions(List.of(entity), List.of())));
        SHIPPED.manyToMany()
                .forEach(pair -> written.put(DefinitionWriter.write(pair), new Definitions(List.of(), List.of(pair))));
        return Map.copyOf(written);
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
