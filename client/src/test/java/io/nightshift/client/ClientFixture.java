package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Plugin;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.process.NightshiftServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One server for all tests of the client; each works with records of its own. It ends with the test JVM. */
final class ClientFixture {

    static final Semaphore GATE = new Semaphore(0);

    private static final Path DATA = folder();
    private static final NightshiftServer SERVER = start();

    private ClientFixture() {}

    private static Path folder() {
        try {
            return Files.createTempDirectory("client");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NightshiftServer start() {
        TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
        Map<String, String> flags = Map.of(
                "--data",
                DATA.toString(),
                "--http-port",
                "0",
                "--database-url",
                database.jdbcUrl(),
                "--database-user",
                database.user(),
                "--database-password",
                database.password(),
                "--webhook-allow",
                "127.0.0.1",
                "--lease",
                "1m",
                "--drain",
                "1s");
        NightshiftServer server =
                NightshiftServer.start(Configuration.read(flags, Map.of()), (service, platform) -> handlers(service));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    private static void handlers(AsyncService service) {
        service.handle("gate", context -> {
            while (!GATE.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                context.saveCheckpoint("here", 50, "half way", null);
            }
            return Outcome.succeeded();
        });
        service.handle("asks", context -> Outcome.suspended(ErrorCode.INVALID_ARGUMENT, "look at me"));
    }

    static URI uri() {
        return SERVER.uri();
    }

    static String token() {
        try {
            return Files.readString(DATA.resolve("cli.token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds entities to the first organization. */
    static void createEntities(Iterable<EntityMetadata> entities) throws SQLException {
        for (EntityMetadata entity : entities) {
            SERVER.platform().metadata("contoso").createEntity(entity);
        }
    }

    /** A plug-in of this program, by the name that its type has. */
    static String plugin(Plugin plugin) {
        String typeName = "test." + UUID.randomUUID();
        SERVER.platform().plugin(typeName, () -> plugin);
        return typeName;
    }

    /** The organization service of a user within the server. */
    static OrganizationService within(UUID userId) {
        return SERVER.platform().service("contoso", userId);
    }

    static NightshiftClient client() {
        return NightshiftClient.at(uri()).token(token()).open();
    }

    /** The call is refused with this status and code, in words for people. */
    static void refused(int status, int code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(WebApiFault.class, fault -> {
            assertThat(fault.status()).isEqualTo(status);
            assertThat(fault.hexCode()).isEqualTo(FaultCode.hex(code));
            assertThat(fault).hasMessageNotContainingAny("null", ".java");
        });
    }
}
