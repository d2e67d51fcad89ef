package io.nightshift.platform.event;

import io.nightshift.platform.event.Step.Image;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an organization as they were registered at one moment, and how much of their runs is written down.
 *
 * @param byEvent the enabled ones by message and entity, each list in the order in which they run
 * @param byId all
 * @param tracing the organization's trace setting
 */
record StepTable(Map<EventName, List<Step>> byEvent, Map<UUID, Step> byId, Tracing tracing) {

    /** Nothing has ever been registered. */
    static final StepTable EMPTY = new StepTable(Map.of(), Map.of(), Tracing.OFF);

    /** Of which runs a trace log is written (Dynamics: PluginTraceLogSetting). */
    enum Tracing {
        OFF,
        EXCEPTIONS,
        ALL
    }

    /** The steps for an event: those of its entity and those of every entity. */
    List<Step> of(EventName name, RequestContext context) {
        if (byEvent.isEmpty()) {
            return List.of();
        }
        List<Step> own = byEvent.getOrDefault(name, List.of());
        List<Step> general = byEvent.getOrDefault(new EventName(name.message(), ""), List.of());
        if (name.entity().isEmpty()) {
            return general;
        }
        boolean takesSteps = !general.isEmpty()
                && context.organization()
                        .metadata()
                        .find(name.entity())
                        .filter(entity -> !EventMessages.messagesOf(entity).isEmpty())
                        .isPresent();
        if (!takesSteps) {
            return own;
        }
        List<Step> all = new ArrayList<>(own);
        all.addAll(general);
        all.sort(ORDER);
        return all;
    }

    private static final Comparator<Step> ORDER =
            Comparator.comparingInt(Step::rank).thenComparing(Step::id);

    Optional<Step> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Reads what is registered as the transaction of this request sees it. */
    static StepTable read(RequestContext context) {
        RecordReader reader = new RecordReader(context);
        Map<UUID, Entity> messages = byId(reader.all("sdkmessage", ColumnSet.of("name")));
        Map<UUID, Entity> filters = byId(reader.all("sdkmessagefilter", ColumnSet.of("primaryobjecttypecode")));
        Map<UUID, Entity> secrets =
                byId(reader.all("sdkmessageprocessingstepsecureconfig", ColumnSet.of("secureconfig")));
        Map<UUID, Entity> handlers = byId(reader.all("plugintype", ColumnSet.of("typename", "pluginassemblyid")));
        handlers.putAll(byId(reader.all("serviceendpoint", ColumnSet.all())));
        Map<UUID, Entity> assemblies = byId(reader.all("pluginassembly", ColumnSet.of("name")));
        Map<UUID, List<Image>> images = images(reader);
        Map<UUID, Step> byId = new HashMap<>();
        for (Entity row : reader.all("sdkmessageprocessingstep", ColumnSet.all())) {
            Entity handler = handlers.get(id(row, "eventhandler"));
            Entity message = messages.get(id(row, "sdkmessageid"));
            if (handler == null || message == null) {
                // Somebody deleted past the platform; one step less must not stop the organization.
                continue;
            }
            Entity assembly = assemblies.get(id(handler, "pluginassemblyid"));
            Entity filter = filters.get(id(row, "sdkmessagefilterid"));
            Entity secret = secrets.get(id(row, "sdkmessageprocessingstepsecureconfigid"));
            UUID id = Objects.requireNonNull(row.id());
            Integer rank = row.get("rank", Integer.class);
            byId.put(
                    id,
                    new Step(
                            id,
                            text(row, "name"),
                            text(message, "name"),
                            filter == null ? "" : text(filter, "primaryobjecttypecode"),
                            stage(option(row, "stage")),
                            option(row, "mode") == 1 ? Mode.ASYNCHRONOUS : Mode.SYNCHRONOUS,
                            rank == null ? 1 : rank,
                            names(text(row, "filteringattributes")),
                            images.getOrDefault(id, List.of()),
                            row.get("configuration", String.class),
                            secret == null ? null : secret.get("secureconfig", String.class),
                            handler,
                            assembly == null ? 0 : Objects.requireNonNull(assembly.get("versionnumber", Long.class)),
                            id(row, "impersonatinguserid"),
                            Boolean.TRUE.equals(row.get("asyncautodelete", Boolean.class)),
                            option(row, "statecode") == 0));
        }
        Map<EventName, List<Step>> byEvent = byId.values().stream()
                .filter(Step::enabled)
                .sorted(ORDER)
                .collect(Collectors.groupingBy(step -> new EventName(step.message(), step.entity())));
        return new StepTable(byEvent, byId, tracing(reader));
    }

    private static Tracing tracing(RecordReader reader) {
        return reader.all("organization", ColumnSet.of("plugintracelogsetting")).stream()
                .map(row -> Tracing.values()[option(row, "plugintracelogsetting")])
                .findFirst()
                .orElse(Tracing.OFF);
    }

    private static Map<UUID, List<Image>> images(RecordReader reader) {
        Map<UUID, List<Image>> images = new HashMap<>();
        for (Entity row : reader.all("sdkmessageprocessingstepimage", ColumnSet.all())) {
            int type = option(row, "imagetype");
            Set<String> attributes = names(text(row, "attributes"));
            images.computeIfAbsent(
                            Objects.requireNonNull(id(row, "sdkmessageprocessingstepid")), _ -> new ArrayList<>())
                    .add(new Image(
                            text(row, "entityalias"),
                            type != 1,
                            type != 0,
                            attributes.isEmpty() ? ColumnSet.all() : new ColumnSet(false, List.copyOf(attributes))));
        }
        return images;
    }

    private static Map<UUID, Entity> byId(List<Entity> rows) {
        Map<UUID, Entity> byId = new HashMap<>();
        rows.forEach(row -> byId.put(Objects.requireNonNull(row.id()), row));
        return byId;
    }

    /** Names with commas between them. */
    static Set<String> names(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stage stage(int value) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.value() == value)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no stage " + value));
    }

    private static String text(Entity row, String attribute) {
        String text = row.get(attribute, String.class);
        return text == null ? "" : text;
    }

    private static int option(Entity row, String attribute) {
        OptionSetValue value = row.get(attribute, OptionSetValue.class);
        return value == null ? 0 : value.value();
    }

    private static @Nullable UUID id(Entity row, String attribute) {
        EntityReference reference = row.get(attribute, EntityReference.class);
        return reference == null ? null : reference.id();
    }
}
