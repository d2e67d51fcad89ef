package io.nightshift.queue;

import io.nightshift.operation.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Who moves an operation and why; both are kept in its log.
 *
 * @param name the user, or the program that acts
 */
public record Author(String name, @Nullable String reason) {

    public Author {
        Texts.check("name of the author", name);
        if (reason != null) {
            Texts.check("reason", reason);
        }
    }

    public static Author of(String name) {
        return new Author(name, null);
    }
}
