package io.nightshift.platform.metadata;

import io.nightshift.platform.metadata.AttributeMetadata.Access;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads definitions. An error names the source and the line (0x80040203). Not thread-safe. */
public final class DefinitionReader {

    private final List<EntityMetadata> entities = new ArrayList<>();
    private final List<ManyToManyRelationshipMetadata> manyToMany = new ArrayList<>();
    private @Nullable Draft draft;

    private DefinitionReader() {}

    /**
     * Reads a text of definitions.
     *
     * @param source what an error calls the text, for example a file name
     */
    public static Definitions read(String source, String text) {
        DefinitionReader reader = new DefinitionReader();
        int number = 0;
        for (String line : text.split("\\R")) {
            DefinitionLine words = new DefinitionLine(source, ++number, line);
            if (!words.isEmpty()) {
                reader.line(words);
            }
        }
        reader.finish();
        return new Definitions(reader.entities, reader.manyToMany);
    }

    private void line(DefinitionLine line) {
        String first = line.bare("a name");
        switch (first) {
            case "entity" -> {
                finish();
                draft = new Draft(line);
            }
            case "many-to-many" ->
                manyToMany.add(new ManyToManyRelationshipMetadata(
                        line.bare("the schema name"),
                        line.bare("the intersect entity"),
                        line.bare("the first entity"),
                        line.bare("the second entity")));
            case "key" -> {
                String name = line.bare("the name of the key");
                List<String> attributes = new ArrayList<>();
                while (!line.atEnd()) {
                    attributes.add(line.bare("an attribute"));
                }
                begun(line).keys.add(new EntityKeyMetadata(name, attributes));
            }
            case "audited" -> begun(line).auditing = auditing(line);
            default -> begun(line).attribute(first, line);
        }
        if (!line.atEnd()) {
            throw line.wrong("'" + Names.shown(line.bare("a word")) + "' means nothing here");
        }
    }

    private static Auditing auditing(DefinitionLine line) {
        boolean enabled = !line.take("off");
        Set<String> without = new LinkedHashSet<>();
        if (line.take("without")) {
            do {
                without.add(line.bare("an attribute"));
            } while (!line.atEnd());
        }
        return new Auditing(enabled, without);
    }

    private Draft begun(DefinitionLine line) {
        if (draft == null) {
            throw line.wrong("an attribute or key stands below an entity");
        }
        return draft;
    }

    private void finish() {
        if (draft != null) {
            entities.add(draft.finished());
            draft = null;
        }
    }

    /** An entity of which some lines were read. */
    private static final class Draft {
        private final DefinitionLine head;
        private final String name;
        private final int code;
        private final OwnershipType ownership;
        private final String setName;
        private final boolean custom;
        private final boolean virtual;
        private final boolean keysOnly;
        private final String displayName;
        private final String displayCollectionName;
        private final Map<String, AttributeMetadata> attributes = new LinkedHashMap<>();
        private final List<OneToManyRelationshipMetadata> relationships = new ArrayList<>();
        private final List<EntityKeyMetadata> keys = new ArrayList<>();
        private @Nullable String primaryId;
        private @Nullable String primaryName;
        private Auditing auditing = Auditing.OFF;

        Draft(DefinitionLine head) {
            this.head = head;
            name = head.bare("the name of the entity");
            code = head.wholeNumber();
            ownership = word(head, "the ownership", OwnershipType.values(), OwnershipType::word);
            setName = head.bare("the entity set");
            custom = head.take("custom");
            virtual = head.take("virtual");
            keysOnly = head.take("keysonly");
            String one = head.text();
            String many = head.text();
            displayName = one == null ? name : one;
            displayCollectionName = many == null ? displayName : many;
        }

        void attribute(String attribute, DefinitionLine line) {
            DefinitionType type = new DefinitionType(line);
            AttributeType kind = type.read();
            RequiredLevel required = RequiredLevel.NONE;
            Access access = Access.WRITE;
            boolean isCustom = false;
            CascadeConfiguration cascade = CascadeConfiguration.REFERENTIAL;
            String label = null;
            while (!line.atEnd()) {
                label = label == null ? line.text() : label;
                if (line.atEnd()) {
                    break;
                }
                if (line.take("id")) {
                    primaryId = attribute;
                } else if (line.take("primary")) {
                    primaryName = attribute;
                } else if (line.take("custom")) {
                    isCustom = true;
                } else if (line.take("cascade")) {
                    cascade = cascade(line);
                } else {
                    String modifier = line.bare("a modifier");
                    RequiredLevel level = find(modifier, RequiredLevel.values(), RequiredLevel::word);
                    Access right = find(modifier, Access.values(), Access::word);
                    if (level == null && right == null) {
                        throw line.wrong("'" + Names.shown(modifier) + "' means nothing here");
                    }
                    required = level == null ? required : level;
                    access = right == null ? access : right;
                }
            }
            AttributeMetadata made = new AttributeMetadata(
                    attribute, label == null ? attribute : label, kind, required, access, isCustom);
            if (attributes.put(attribute, made) != null) {
                throw line.wrong("the attribute " + attribute + " stands there twice");
            }
            for (Map.Entry<String, String> target : type.relationships().entrySet()) {
                String schemaName = target.getValue().isEmpty()
                        ? target.getKey() + "_" + name + "_" + attribute
                        : target.getValue();
                relationships.add(
                        new OneToManyRelationshipMetadata(schemaName, target.getKey(), name, attribute, cascade));
            }
        }

        private static CascadeConfiguration cascade(DefinitionLine line) {
            if (line.take("parental")) {
                return CascadeConfiguration.PARENTAL;
            }
            if (line.take("restricted")) {
                return CascadeConfiguration.RESTRICTED;
            }
            return new CascadeConfiguration(
                    word(line, "what an assign does", CascadeType.values(), CascadeType::word),
                    word(line, "what a delete does", CascadeType.values(), CascadeType::word),
                    word(line, "what a merge does", CascadeType.values(), CascadeType::word),
                    word(line, "what a reparent does", CascadeType.values(), CascadeType::word));
        }

        EntityMetadata finished() {
            SystemAttributes.of(name, ownership).forEach((attribute, relations) -> {
                if (attributes.putIfAbsent(attribute.logicalName(), attribute) == null) {
                    relationships.addAll(relations);
                }
            });
            if (primaryId == null) {
                throw head.wrong("the entity " + name + " has no attribute with the word 'id'");
            }
            return new EntityMetadata(
                    name,
                    new EntityNames(displayName, displayCollectionName, setName, code),
                    ownership,
                    primaryId,
                    primaryName,
                    attributes,
                    keys,
                    relationships,
                    custom,
                    virtual,
                    keysOnly,
                    auditing);
        }
    }

    /** The next word of the line as the one of {@code values} it stands for. */
    private static <T> T word(
            DefinitionLine line, String what, T[] values, java.util.function.Function<T, String> wordOf) {
        String word = line.bare(what);
        T found = find(word, values, wordOf);
        if (found == null) {
            throw line.wrong("'" + Names.shown(word) + "' is not " + what);
        }
        return found;
    }

    private static <T> @Nullable T find(String word, T[] values, java.util.function.Function<T, String> wordOf) {
        for (T value : values) {
            if (wordOf.apply(value).equals(word)) {
                return value;
            }
        }
        return null;
    }
}
