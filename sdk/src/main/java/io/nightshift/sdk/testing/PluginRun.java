package io.nightshift.sdk.testing;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Plugin;
import io.nightshift.sdk.PluginExecutionContext;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.PluginServices;
import io.nightshift.sdk.TracingService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event for a plug-in under test.
 *
 * <pre>{@code
 * Entity account = new Entity("account").set("name", "Fourth Coffee");
 * PluginRun run = PluginRun.of("Create", account).at(Stage.PRE_OPERATION);
 * run.execute(new AccountNumber());
 * assertThat(run.target().get("accountnumber")).isNotNull();
 * }</pre>
 *
 * The plug-in gets what a server would give it, but for the rules of one: nothing is checked against metadata, and nobody is
 * refused anything. Not thread-safe.
 */
public final class PluginRun implements PluginServices {

    private final RunContext context;
    private final RecordsInMemory records = new RecordsInMemory();
    private final List<String> traces = new ArrayList<>();
    private final List<UUID> callers = new ArrayList<>();

    private PluginRun(RunContext context) {
        this.context = context;
    }

    /**
     * The event of a message about this record, synchronous and after the main operation unless it is said.
     *
     * @param target the parameter {@code Target}
     */
    public static PluginRun of(String message, Entity target) {
        return new PluginRun(new RunContext(message, target));
    }

    /** Has the step run at this stage. */
    public PluginRun at(Stage stage) {
        context.stage(stage);
        return this;
    }

    /** Has the step run as an operation. */
    public PluginRun asynchronous() {
        context.mode(Mode.ASYNCHRONOUS);
        return this;
    }

    /** Adds a copy of the record as it was. */
    public PluginRun before(String alias, Entity image) {
        context.preEntityImages().put(alias, image);
        return this;
    }

    /** Adds a copy of the record as it became. */
    public PluginRun after(String alias, Entity image) {
        context.postEntityImages().put(alias, image);
        return this;
    }

    /** Runs the plug-in; what it throws comes through. */
    public PluginRun execute(Plugin plugin) {
        plugin.execute(this);
        return this;
    }

    /** The target as the plug-in has left it. */
    public Entity target() {
        return (Entity) Objects.requireNonNull(context.inputParameters().get("Target"));
    }

    /** The records that the plug-in finds and writes. */
    public RecordsInMemory records() {
        return records;
    }

    /** What the plug-in has traced. */
    public List<String> traces() {
        return List.copyOf(traces);
    }

    /** As whom the plug-in has asked for the organization service; the id of zeros stands for the platform. */
    public List<UUID> callers() {
        return List.copyOf(callers);
    }

    @Override
    public PluginExecutionContext context() {
        return context;
    }

    @Override
    public OrganizationService organizationService(@Nullable UUID userId) {
        callers.add(userId == null ? new UUID(0, 0) : userId);
        return records;
    }

    @Override
    public TracingService tracing() {
        return traces::add;
    }
}
