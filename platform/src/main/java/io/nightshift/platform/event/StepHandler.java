package io.nightshift.platform.event;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.PluginServices;

/** Runs steps of one kind of handler: plug-ins, or webhooks. Thread-safe. */
public interface StepHandler {

    /** A step that is ready to run; it needs no connection any more. */
    @FunctionalInterface
    interface Prepared {
        /** Runs it once. */
        void execute(PluginServices services) throws Exception;
    }

    /**
     * Makes a step ready.
     *
     * @throws NotThereException when its code or address is not there now, but may be again
     */
    Prepared prepare(RequestContext context, Step step);
}
