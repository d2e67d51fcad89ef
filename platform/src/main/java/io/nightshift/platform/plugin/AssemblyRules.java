package io.nightshift.platform.plugin;

import io.nightshift.platform.event.NotThereException;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks assemblies and plug-in types in the transaction that registers them: the content is a JAR, and every type that is
 * registered for it is a plug-in in it, also after it was replaced.
 */
public final class AssemblyRules implements Reaction {

    @Override
    public Optional<Interest> interest(RequestContext context, String message, String entity) {
        return !message.equals("Delete") && (entity.equals("pluginassembly") || entity.equals("plugintype"))
                ? Optional.of(Interest.IN_THE_EVENT)
                : Optional.empty();
    }

    @Override
    public void react(RequestContext context, List<RecordEvent> events) {
        RecordReader reader = new RecordReader(context.unrestricted());
        for (RecordEvent event : events) {
            if (event.record().logicalName().equals("pluginassembly")) {
                if (event.target().get("content") != null) {
                    assembly(reader, event.record());
                }
            } else {
                Entity type = reader.retrieve(event.record(), ColumnSet.of("typename", "pluginassemblyid"));
                EntityReference assembly = type.get("pluginassemblyid", EntityReference.class);
                if (assembly != null) {
                    check(read(reader, assembly), type);
                }
            }
        }
    }

    private static void assembly(RecordReader reader, EntityReference record) {
        PluginAssembly assembly = read(reader, record);
        for (Entity type : reader.all("plugintype", ColumnSet.of("typename", "pluginassemblyid"))) {
            if (record.equals(type.get("pluginassemblyid"))) {
                check(assembly, type);
            }
        }
    }

    private static PluginAssembly read(RecordReader reader, EntityReference record) {
        Entity assembly = reader.retrieve(record, ColumnSet.of("name", "content"));
        String content = assembly.get("content", String.class);
        if (content == null) {
            throw FaultCode.INVALID_ARGUMENT.fault("The plug-in assembly " + assembly.get("name")
                    + " has no content yet: write the JAR, as Base64, into its attribute content first.");
        }
        return PluginAssembly.read(String.valueOf(assembly.get("name")), content);
    }

    private static void check(PluginAssembly assembly, Entity type) {
        try {
            assembly.factory(Objects.requireNonNull(type.get("typename", String.class)));
        } catch (NotThereException e) {
            throw FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE.fault(String.valueOf(e.getMessage()));
        }
    }
}
