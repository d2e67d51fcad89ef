package io.nightshift.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.platform.event.EventFixture;
import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that come as JARs: loaded from the organization's records, replaced and taken away while it works. */
class PluginAssemblyTest {

    private static final String GREETING = """
            package shop;
            import io.nightshift.sdk.*;
            public class Greeting implements Plugin {
                private final String configuration;
                private final String secret;
                public Greeting(String configuration, String secret) {
                    this.configuration = configuration;
                    this.secret = secret;
                }
                public void execute(PluginServices services) {
                    Entity target = (Entity) services.context().inputParameters().get("Target");
                    try (var in = Greeting.class.getResourceAsStream("/greeting.txt")) {
                        target.set("description", new String(in.readAllBytes()) + " " + configuration + " " + secret);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private final Events events;
    private final OrganizationService service;

    PluginAssemblyTest() throws Exception {
        events = EventFixture.shared(TestDatabase.versions().getLast()).organization();
        service = events.service();
    }

    private String jar(String className, String source, String greeting) throws IOException {
        return Jar.of(Files.createTempDirectory(folder, "jar"), Map.of(className, source), greeting);
    }

    private EntityReference assembly(String content) {
        return new EntityReference(
                "pluginassembly",
                service.create(new Entity("pluginassembly").set("name", "shop").set("content", content)));
    }

    private EntityReference type(EntityReference assembly, String typeName) {
        return new EntityReference(
                "plugintype",
                service.create(
                        new Entity("plugintype").set("typename", typeName).set("pluginassemblyid", assembly)));
    }

    private Object described() {
        UUID id = service.create(new Entity("account").set("name", "A"));
        return service.retrieve("account", id, ColumnSet.of("description")).get("description");
    }

    @Test
    void aJarIsRegisteredReplacedAndTakenAway() throws Exception {
        EntityReference assembly = assembly(jar("Greeting", GREETING, "Hello"));
        EntityReference secret = new EntityReference(
                "sdkmessageprocessingstepsecureconfig",
                service.create(new Entity("sdkmessageprocessingstepsecureconfig").set("secureconfig", "s3cret")));
        UUID step = service.create(
                events.step("Create", "account", Stage.PRE_OPERATION, Mode.SYNCHRONOUS, type(assembly, "shop.Greeting"))
                        .set("configuration", "you")
                        .set("sdkmessageprocessingstepsecureconfigid", secret));
        assertThat(described()).isEqualTo("Hello you s3cret");
        service.update(new Entity("sdkmessageprocessingstep", step).set("configuration", "all"));
        assertThat(described()).isEqualTo("Hello all s3cret");
        service.update(
                new Entity("pluginassembly", assembly.id()).set("content", jar("Greeting", GREETING, "Good day")));
        assertThat(described()).isEqualTo("Good day all s3cret");
        String other = jar("Other", "package shop; public class Other {}", "");
        refused(
                () -> service.update(new Entity("pluginassembly", assembly.id()).set("content", other)),
                FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE,
                "has no class shop.Greeting");
        assertThat(described()).isEqualTo("Good day all s3cret");
        service.delete("pluginassembly", assembly.id());
        assertThat(described()).isNull();
    }

    @Test
    void anOperationWhosePluginWasUnregisteredWaitsAndSaysWhy() throws Exception {
        EntityReference assembly = assembly(jar("Slow", """
                package shop;
                public class Slow implements io.nightshift.sdk.Plugin {
                    public void execute(io.nightshift.sdk.PluginServices services) {
                        throw new io.nightshift.sdk.InvalidPluginExecutionException(
                                io.nightshift.sdk.OperationStatus.RETRY, 0, "Not yet.");
                    }
                }
                """, ""));
        service.create(
                events.step("Create", "account", Stage.POST_OPERATION, Mode.ASYNCHRONOUS, type(assembly, "shop.Slow")));
        service.create(new Entity("account").set("name", "A"));
        events.await(operation -> operation.retryCount() > 0);
        service.delete("pluginassembly", assembly.id());
        AsyncOperation waiting =
                events.await(operation -> operation.standing().equals(Standing.suspended(Cause.PERSON)));
        assertThat(waiting.errorCode()).isEqualTo(FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE.code());
        assertThat(waiting.message()).contains("is not registered any more");
    }

    @Test
    void whatIsNoPlugInIsRefusedWhenItIsRegistered() throws Exception {
        refused(() -> assembly("no Base64 at all!"), FaultCode.UNABLE_TO_LOAD_PLUGIN_ASSEMBLY, "Base64 of a JAR");
        refused(
                () -> assembly(
                        Base64.getEncoder().encodeToString("no JAR".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                FaultCode.UNABLE_TO_LOAD_PLUGIN_ASSEMBLY,
                "Base64 of a JAR");
        EntityReference assembly = assembly(jar("Plain", "package shop; public class Plain {}", ""));
        refused(() -> type(assembly, "shop.Plain"), FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE, "is no plug-in");
        refused(
                () -> type(assembly, "shop.Missing"),
                FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE,
                "has no class shop.Missing");
        EntityReference empty = new EntityReference(
                "pluginassembly", service.create(new Entity("pluginassembly").set("name", "empty")));
        refused(() -> type(empty, "shop.Any"), FaultCode.INVALID_ARGUMENT, "has no content yet");
    }

    @Test
    void aConstructorThatThrowsAndAPlugInThatReachesForTheServerAreFaultsOfTheRequest() throws Exception {
        EntityReference assembly = assembly(jar("Broken", """
                package shop;
                public class Broken implements io.nightshift.sdk.Plugin {
                    public Broken() { throw new IllegalStateException("not today"); }
                    public void execute(io.nightshift.sdk.PluginServices services) {}
                }
                """, ""));
        service.create(
                events.step("Create", "account", Stage.PRE_OPERATION, Mode.SYNCHRONOUS, type(assembly, "shop.Broken")));
        refused(
                () -> service.create(new Entity("account").set("name", "A")),
                FaultCode.ISV_ABORTED,
                "its constructor threw java.lang.IllegalStateException");
        EntityReference reaching = assembly(jar("Reaching", """
                package shop;
                public class Reaching implements io.nightshift.sdk.Plugin {
                    public void execute(io.nightshift.sdk.PluginServices services) {
                        new io.nightshift.platform.plugin.PluginSteps();
                    }
                }
                """, ""));
        service.create(events.step(
                "Create", "contact", Stage.PRE_OPERATION, Mode.SYNCHRONOUS, type(reaching, "shop.Reaching")));
        refused(
                () -> service.create(new Entity("contact").set("lastname", "A")),
                FaultCode.ISV_UNEXPECTED,
                "NoClassDefFoundError");
    }

    private static void refused(ThrowingCallable call, FaultCode code, String words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(OrganizationServiceFault.class, fault -> {
            assertThat(fault).hasMessageContaining(words);
            assertThat(fault.hexCode()).isEqualTo(code.hex());
        });
    }
}
