package io.nightshift.platform.event;

import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.PluginExecutionContext;
import io.nightshift.sdk.PluginServices;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a step gets.
 *
 * @param platformUser as whom the platform itself acts
 */
record StepServices(
        PluginExecutionContext context, UUID platformUser, Function<UUID, OrganizationService> services, Trace tracing)
        implements PluginServices {

    @Override
    public OrganizationService organizationService(@Nullable UUID userId) {
        return services.apply(userId == null ? platformUser : userId);
    }

    @Override
    public Trace tracing() {
        return tracing;
    }
}
