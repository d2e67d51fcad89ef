package io.nightshift.platform.workflow.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/** Documents for tests in other packages: some as a careful person writes them, some mutilated, some broken as text. */
public final class RandomDefinitions {

    private static final List<String> PIECES = List.of(
            "${", "}", "{", "[", "'", "\"", "&a ", "*a", "!!java ", "\n", ": ", "- ", "#", "\t", "end", "..", "null");

    private RandomDefinitions() {}

    /** So many of them; the same for the same seed. */
    public static List<String> some(int count, long seed) {
        Random random = new Random(seed);
        RandomDefinition definitions = new RandomDefinition(seed);
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode definition = definitions.make();
            if (i % 3 == 1) {
                definitions.mutilate(definition);
            }
            StringBuilder text = new StringBuilder(definition.toPrettyString());
            for (int broken = i % 3 == 2 ? 1 + random.nextInt(3) : 0; broken > 0; broken--) {
                text.insert(random.nextInt(text.length()), PIECES.get(random.nextInt(PIECES.size())));
            }
            documents.add(text.toString());
        }
        return documents;
    }
}
