package io.nightshift.sdk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of one's own for workflows (the seeds' custom workflow activity). Registered under a name, by which definitions
 * call it; called on the thread of the operation, from several threads at once for several instances.
 *
 * <p>It runs at least once: after a crash it runs again, and so do its calls of the organization service, each of which
 * commits by itself; what it does in {@link WorkflowContext#transaction} happens once. An {@link InvalidPluginExecutionException} ends the instance as it says; another fault suspends it.
 */
@FunctionalInterface
public interface WorkflowActivity {

    /**
     * Does the work.
     *
     * @return what the step leaves under its name: text, numbers, truth values, times, references, lists and maps of them;
     *     null for nothing
     * @throws Exception what went wrong; the outcome policy decides what becomes of the instance
     */
    @Nullable
    Map<String, @Nullable Object> execute(WorkflowContext context) throws Exception;
}
