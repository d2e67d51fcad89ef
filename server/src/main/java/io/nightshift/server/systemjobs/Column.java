package io.nightshift.server.systemjobs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A column of the grid. The name is always there and therefore none of these. */
public enum Column {
    STATUS(true),
    TYPE(true),
    MESSAGE(false),
    TOKEN(true),
    RETRIES(false),
    CREATED(true),
    STARTED(false),
    COMPLETED(true),
    NEXT(true),
    PROGRESS(false),
    REGARDING(false),
    OWNER(false),
    HOST(false),
    ID(false);

    /** Shown unless the visitor chose others. */
    static final List<Column> USUAL =
            Arrays.stream(values()).filter(column -> column.usual).toList();

    private final boolean usual;

    Column(boolean usual) {
        this.usual = usual;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The key of its heading. */
    public String key() {
        return "column." + word();
    }

    static List<Column> of(List<String> words) {
        List<Column> chosen = Arrays.stream(values())
                .filter(column -> words.contains(column.word()))
                .toList();
        return chosen.isEmpty() ? USUAL : chosen;
    }
}
