package io.nightshift.platform.plugin;

import io.nightshift.platform.event.NotThereException;
import io.nightshift.platform.event.Step;
import io.nightshift.platform.event.StepHandler;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Plugin;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps whose handler is a plug-in type: made by the host's factory of that name, or of the class in its assembly. A
 * plug-in is made once for each step, and again when the step or the assembly has changed. Thread-safe.
 */
public final class PluginSteps implements StepHandler {

    private final Map<String, PluginFactory> factories = new ConcurrentHashMap<>();
    private final Assemblies assemblies = new Assemblies();
    private final Map<Place, Made> made = new ConcurrentHashMap<>();

    /** A step of an organization. */
    private record Place(String organization, UUID step) {}

    /** A plug-in and what it was made of. */
    private record Made(Maker maker, Plugin plugin) {}

    private record Maker(
            String typeName,
            @Nullable UUID assembly,
            long assemblyVersion,
            @Nullable String configuration,
            @Nullable String secureConfiguration) {}

    /** A plug-in type that belongs to the host; one of the same name is replaced. */
    public void put(String typeName, PluginFactory factory) {
        factories.put(typeName, factory);
    }

    /** Takes a plug-in type of the host away; operations of its steps wait until it is back. */
    public void remove(String typeName) {
        factories.remove(typeName);
        made.values()
                .removeIf(each -> each.maker().assembly() == null
                        && each.maker().typeName().equals(typeName));
    }

    @Override
    public Prepared prepare(RequestContext context, Step step) {
        String typeName = Objects.requireNonNull(step.handler().get("typename", String.class));
        EntityReference assembly = step.handler().get("pluginassemblyid", EntityReference.class);
        Maker maker = new Maker(
                typeName,
                assembly == null ? null : assembly.id(),
                step.handlerVersion(),
                step.configuration(),
                step.secureConfiguration());
        Place place = new Place(context.organization().name(), step.id());
        Made known = made.get(place);
        if (known == null || !known.maker().equals(maker)) {
            known = new Made(maker, make(context, maker, step));
            made.put(place, known);
        }
        return known.plugin()::execute;
    }

    private Plugin make(RequestContext context, Maker maker, Step step) {
        PluginFactory factory = maker.assembly() == null
                ? factories.get(maker.typeName())
                : assemblies.factory(context, maker.assembly(), maker.assemblyVersion(), maker.typeName());
        if (factory == null) {
            throw new NotThereException(
                    FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE,
                    "The plug-in " + maker.typeName() + " of the step " + step.title()
                            + " is not registered on this node: start the node with it, or register its assembly.");
        }
        try {
            return factory.make(maker.configuration(), maker.secureConfiguration());
        } catch (OrganizationServiceFault fault) {
            throw fault;
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw new OrganizationServiceFault(
                    FaultCode.ISV_ABORTED.code(),
                    "The plug-in " + maker.typeName() + " of the step " + step.title()
                            + " cannot be made: its constructor" + " threw "
                            + e.getClass().getName() + ".",
                    e);
        }
    }
}
