package io.nightshift.platform.event;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step that is registered (Dynamics: sdkmessageprocessingstep): which code runs when a message was sent. Immutable.
 *
 * @param message the name of the message
 * @param entity the logical name of the entity; empty for every entity that the message takes steps for
 * @param rank the lower goes first
 * @param filteringAttributes an update concerns the step only when it carries one of them; empty for any
 * @param handler the plug-in type or service endpoint, with its attributes
 * @param handlerVersion grows when the plug-in's assembly changes
 * @param impersonatingUserId as whom it runs; null for the caller
 * @param asyncAutoDelete whether its operation is kept only for the short time when it has succeeded
 */
public record Step(
        UUID id,
        String name,
        String message,
        String entity,
        Stage stage,
        Mode mode,
        int rank,
        Set<String> filteringAttributes,
        List<Image> images,
        @Nullable String configuration,
        @Nullable String secureConfiguration,
        Entity handler,
        long handlerVersion,
        @Nullable UUID impersonatingUserId,
        boolean asyncAutoDelete,
        boolean enabled) {

    /** A copy of the record that a step gets (Dynamics: sdkmessageprocessingstepimage). */
    record Image(String alias, boolean before, boolean after, ColumnSet columns) {}

    public Step {
        filteringAttributes = Set.copyOf(filteringAttributes);
        images = List.copyOf(images);
    }

    /** What people call it. */
    public String title() {
        return name.isBlank() ? String.valueOf(id) : name;
    }

    boolean isSynchronousAt(Stage at) {
        return mode == Mode.SYNCHRONOUS && stage == at;
    }

    /** Whether what a request carries of a record concerns it. */
    boolean concerns(@Nullable Entity target) {
        return filteringAttributes.isEmpty()
                || !message.equals("Update")
                || target == null
                || target.attributes().keySet().stream().anyMatch(filteringAttributes::contains);
    }
}
