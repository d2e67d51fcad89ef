package io.nightshift.platform.workflow.document;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a document.
 *
 * @param line the line, from 1
 * @param step the innermost step it stands in, or null
 * @param message what is wrong and what would be right
 */
public record Problem(int line, @Nullable String step, String message) {

    @Override
    public String toString() {
        return "line " + line + (step == null ? "" : ", step '" + step + "'") + ": " + message;
    }
}
