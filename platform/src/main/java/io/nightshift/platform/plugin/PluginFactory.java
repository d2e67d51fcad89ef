package io.nightshift.platform.plugin;

import io.nightshift.sdk.Plugin;
import org.jspecify.annotations.Nullable;

/** Makes the plug-in of a step. */
@FunctionalInterface
public interface PluginFactory {

    /**
     * Makes one.
     *
     * @param configuration of the step, or null
     * @param secureConfiguration its secret part, or null
     */
    Plugin make(@Nullable String configuration, @Nullable String secureConfiguration) throws Exception;
}
