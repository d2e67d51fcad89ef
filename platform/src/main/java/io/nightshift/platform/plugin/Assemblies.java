package io.nightshift.platform.plugin;

import io.nightshift.platform.event.NotThereException;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The assemblies that organizations have registered, each loaded once for each version of its content. Thread-safe. */
final class Assemblies {

    private record Place(String organization, UUID assembly) {}

    private record Loaded(long version, PluginAssembly assembly) {}

    private final Map<Place, Loaded> loaded = new ConcurrentHashMap<>();

    /** The maker of a type's plug-ins; the assembly is read with the request's connection when it is not loaded. */
    PluginFactory factory(RequestContext context, UUID assembly, long version, String typeName) {
        Place place = new Place(context.organization().name(), assembly);
        Loaded known = loaded.get(place);
        if (known == null || known.version() != version) {
            known = new Loaded(version, read(context, assembly));
            loaded.put(place, known);
        }
        return known.assembly().factory(typeName);
    }

    private static PluginAssembly read(RequestContext context, UUID id) {
        List<Entity> found = new RecordReader(context.unrestricted())
                .byIds("pluginassembly", List.of(id), ColumnSet.of("name", "content"));
        String content = found.isEmpty() ? null : found.getFirst().get("content", String.class);
        if (content == null) {
            throw new NotThereException(
                    FaultCode.UNABLE_TO_LOAD_PLUGIN_ASSEMBLY,
                    "The assembly of the plug-in has no content: write the JAR, as Base64, into its attribute content.");
        }
        return PluginAssembly.read(String.valueOf(found.getFirst().get("name")), content);
    }
}
