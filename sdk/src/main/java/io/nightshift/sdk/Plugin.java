package io.nightshift.sdk;

/**
 * Custom code that runs when something happens to records (Dynamics: IPlugin). It is made once, by a constructor without
 * parameters or with one or two texts (the step's configuration, the secret configuration), and then serves all its
 * events, also at the same time: keep no state of a run in its fields.
 */
public interface Plugin {

    /**
     * Handles one event.
     *
     * @throws InvalidPluginExecutionException to end the step on purpose
     */
    void execute(PluginServices services);
}
