package io.nightshift.platform.organization;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The texts of statements on the records of an organization, each worked out once: to write one down takes longer than to
 * send it. They belong to one version of the metadata and are thrown away with it. Thread-safe.
 */
public final class StatementTexts {

    /** Callers choose which columns a statement has, so there may be any number of texts. */
    static final int MOST = 1000;

    private final TableSizes sizes = new TableSizes();
    private final Map<Object, String> texts = new ConcurrentHashMap<>();

    /** How large the tables are that the statements are about. */
    public TableSizes sizes() {
        return sizes;
    }

    /** The text that belongs to this key, which says all that the text depends on. */
    public String text(Object key, Supplier<String> writing) {
        String known = texts.get(key);
        if (known == null) {
            known = writing.get();
            if (texts.size() >= MOST) {
                texts.clear();
            }
            texts.put(key, known);
        }
        return known;
    }
}
