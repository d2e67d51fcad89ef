package io.nightshift.sdk.testing;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.PluginExecutionContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The context of an event in a test; its ids are the same in each run. */
final class RunContext implements PluginExecutionContext {

    private final String message;
    private final Entity target;
    private final Map<String, @Nullable Object> input = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> output = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> shared = new LinkedHashMap<>();
    private final Map<String, Entity> before = new LinkedHashMap<>();
    private final Map<String, Entity> after = new LinkedHashMap<>();
    private Stage stage = Stage.POST_OPERATION;
    private Mode mode = Mode.SYNCHRONOUS;

    RunContext(String message, Entity target) {
        this.message = message;
        this.target = target;
        input.put("Target", target);
    }

    void stage(Stage value) {
        stage = value;
    }

    void mode(Mode value) {
        mode = value;
    }

    private static UUID id(String of) {
        return UUID.nameUUIDFromBytes(("test:" + of).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public @Nullable PluginExecutionContext parentContext() {
        return null;
    }

    @Override
    public String messageName() {
        return message;
    }

    @Override
    public String primaryEntityName() {
        return target.logicalName();
    }

    @Override
    public @Nullable UUID primaryEntityId() {
        return target.id();
    }

    @Override
    public Map<String, @Nullable Object> inputParameters() {
        return input;
    }

    @Override
    public Map<String, @Nullable Object> outputParameters() {
        return output;
    }

    @Override
    public Map<String, @Nullable Object> sharedVariables() {
        return shared;
    }

    @Override
    public Map<String, Entity> preEntityImages() {
        return before;
    }

    @Override
    public Map<String, Entity> postEntityImages() {
        return after;
    }

    @Override
    public UUID userId() {
        return id("user");
    }

    @Override
    public UUID initiatingUserId() {
        return id("user");
    }

    @Override
    public UUID businessUnitId() {
        return id("businessunit");
    }

    @Override
    public UUID organizationId() {
        return id("organization");
    }

    @Override
    public String organizationName() {
        return "test";
    }

    @Override
    public UUID correlationId() {
        return id("correlation");
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public @Nullable UUID requestId() {
        return null;
    }

    @Override
    public @Nullable UUID operationId() {
        return mode == Mode.ASYNCHRONOUS ? id("operation") : null;
    }

    @Override
    public @Nullable Instant operationCreatedOn() {
        return mode == Mode.ASYNCHRONOUS ? Instant.EPOCH : null;
    }

    @Override
    public boolean isInTransaction() {
        return mode == Mode.SYNCHRONOUS;
    }

    @Override
    public @Nullable EntityReference owningExtension() {
        return new EntityReference("sdkmessageprocessingstep", id("step"));
    }
}
