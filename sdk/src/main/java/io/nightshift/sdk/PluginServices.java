package io.nightshift.sdk;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a plug-in gets for one run (Dynamics: IServiceProvider with the services that are always there). Valid until the run ends, for its thread. */
public interface PluginServices {

    /** What happened. */
    PluginExecutionContext context();

    /**
     * The organization service, in the transaction of the event where there is one.
     *
     * @param userId as whom it acts; null means the platform itself
     */
    OrganizationService organizationService(@Nullable UUID userId);

    /** Where the run may leave notes for people; they are kept also when everything else is rolled back. */
    TracingService tracing();
}
