package io.nightshift.platform.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How organizations get their schemas: late, once, and up to date. */
class OrganizationsTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @Test
    void organizationsHaveSchemasOfTheirOwn() {
        assertThat(SchemaName.of("contoso")).isEqualTo("org_contoso");
        assertThat(List.of("Contoso", "con toso", "contoso\"; drop schema x", "öäü", "a".repeat(100), ""))
                .extracting(SchemaName::of)
                .doesNotHaveDuplicates()
                .doesNotContain("org_contoso")
                .allMatch(name -> name.matches("org_[a-z0-9_]{1,59}"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aSchemaIsMadeOnceWhenSeveralNodesNeedItAtTheSameTime(TestDatabase.Version version) throws Exception {
        try (PlatformFixture fixture = PlatformFixture.on(version);
                ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<UUID>> users = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Platform node = fixture.newPlatform();
                users.add(nodes.submit(
                        () -> node.organization(PlatformFixture.CONTOSO).systemUserId()));
            }
            for (Future<UUID> user : users) {
                OrganizationService service = fixture.newPlatform().service(PlatformFixture.CONTOSO, user.get());
                assertThat(service.execute(new WhoAmIRequest()).get("UserId")).isEqualTo(user.get());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anOlderSchemaGetsWhatItLacksAndKeepsWhatItHas(TestDatabase.Version version) throws Exception {
        try (PlatformFixture fixture = PlatformFixture.on(version)) {
            UUID id = fixture.service()
                    .create(new Entity("account").set("name", "a").set("fax", "1"));
            makeOlder(fixture);
            Platform newer = fixture.newPlatform();
            OrganizationService service = newer.service(
                    PlatformFixture.CONTOSO,
                    newer.organization(PlatformFixture.CONTOSO).systemUserId());
            Entity read = service.retrieve("account", id, ColumnSet.all());
            assertThat(read.get("name")).isEqualTo("a");
            assertThat(read.contains("fax")).isFalse();
            service.update(new Entity("account", id).set("fax", "2"));
            service.create(new Entity("letter").set("subject", "made anew"));
        }
    }

    /** The account loses its fax, the letter is not there, as if an earlier version had made the schema. */
    private static void makeOlder(PlatformFixture fixture) throws Exception {
        EntityMetadata account = fixture.platform()
                .organization(PlatformFixture.CONTOSO)
                .metadata()
                .entity("account");
        MetadataStore store = new MetadataStore("org_contoso");
        try (Connection connection = fixture.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            store.save(connection, account.without("fax"));
            statement.execute("alter table org_contoso.account drop column fax");
            statement.execute("alter table org_contoso.account drop column \"fax$folded\"");
            statement.execute("drop table org_contoso.letter");
            statement.execute("update org_contoso.\"metadata$version\" set standard = 0");
            for (String entity : List.of(
                    "letter",
                    "annotation",
                    "campaignresponse",
                    "bulkdeletefailure",
                    "bulkdeleteoperation",
                    "asyncoperation")) {
                statement.execute("delete from org_contoso.\"metadata$definition\" where name = '" + entity + "'");
            }
            statement.execute("drop table org_contoso.annotation");
            statement.execute("drop table org_contoso.campaignresponse");
            statement.execute("drop table org_contoso.bulkdeletefailure");
            statement.execute("drop table org_contoso.bulkdeleteoperation");
        }
    }
}
