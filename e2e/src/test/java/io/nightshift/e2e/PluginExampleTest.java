package io.nightshift.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.organization.Organization;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.process.NightshiftServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** examples/plugin-account-number builds, passes its own tests, and its JAR works on a server. */
class PluginExampleTest {

    private static final Path PROJECT = Repository.ROOT.resolve("examples/plugin-account-number");
    private static final int PRE_OPERATION = 20;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theJarOfTheExampleNumbersAccountsOnAServer(@TempDir Path data) throws Exception {
        build();
        Configuration configuration =
                Configuration.read(Map.of("--data", data.toString(), "--http-port", "0"), Map.of());
        try (NightshiftServer server = NightshiftServer.start(configuration, (service, platform) -> {})) {
            String name = server.service().queue().organizations().defaultName();
            OrganizationService service = server.platform().service(name, Organization.administratorId(name));
            register(service);
            UUID account = service.create(new Entity("account").set("name", "Fourth Coffee"));
            String number = service.retrieve("account", account, ColumnSet.of("accountnumber"))
                    .get("accountnumber", String.class);
            assertThat(number).matches("A-[0-9]{8}");
            String slip = number.substring(0, 9) + (char) ('0' + (number.charAt(9) - '0' + 1) % 10);
            assertThatThrownBy(() -> service.create(new Entity("account").set("accountnumber", slip)))
                    .isInstanceOf(OrganizationServiceFault.class)
                    .hasMessageContaining("check digit");
        }
    }

    private static void build() throws Exception {
        ProcessBuilder maven = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-Dstyle.color=never",
                        "-f",
                        PROJECT.resolve("pom.xml").toString(),
                        "clean",
                        "verify")
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true);
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = maven.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
    }

    private static void register(OrganizationService service) throws Exception {
        byte[] jar = Files.readAllBytes(PROJECT.resolve("target/plugin-account-number-1.jar"));
        UUID assembly = service.create(new Entity("pluginassembly")
                .set("name", "numbers")
                .set("content", Base64.getEncoder().encodeToString(jar)));
        UUID type = service.create(new Entity("plugintype")
                .set("typename", "numbers.AccountNumber")
                .set("pluginassemblyid", new EntityReference("pluginassembly", assembly)));
        service.create(new Entity("sdkmessageprocessingstep")
                .set("name", "Number of each new account")
                .set("sdkmessageid", one(service, "sdkmessage", "Create"))
                .set("sdkmessagefilterid", one(service, "sdkmessagefilter", "Create of account"))
                .set("eventhandler", new EntityReference("plugintype", type))
                .set("configuration", "A-")
                .set("stage", new OptionSetValue(PRE_OPERATION))
                .set("mode", new OptionSetValue(0)));
    }

    private static EntityReference one(OrganizationService service, String entity, String name) {
        return service.retrieveMultiple(new QueryByAttribute(entity, ColumnSet.of("name")).where("name", name))
                .entities()
                .getFirst()
                .toEntityReference();
    }
}
