package io.nightshift.e2e.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.PostgresServer;
import io.nightshift.sdk.AliasedValue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.process.NightshiftServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bulk deletion that is paused while its node dies goes on, on another node, where it was. */
class LostNodeTest {

    private static final int LEADS = 10_000;

    @TempDir
    private Path data;

    @Test
    void aBulkDeletionIsPausedItsNodeKilledAndItGoesOnElsewhere() throws Exception {
        try (Chrome chrome = Chrome.open();
                PostgresServer database = PostgresServer.start(PostgresServer.Settings.in(data.resolve("database")));
                NightshiftServer web = NightshiftServer.start(Configuration.read(
                        Map.of(
                                "--data", data.resolve("web").toString(),
                                "--http-port", "0",
                                "--roles", "web",
                                "--admin-token", Company.TOKEN,
                                "--database-url", database.jdbcUrl(),
                                "--database-user", database.user(),
                                "--database-password", database.password()),
                        Map.of()));
                Worker first = Worker.start("first", database, data.resolve("first"))) {
            OrganizationService records = web.platform().service("contoso", Organization.administratorId("contoso"));
            leads(records);
            slowDown(database);
            Page page = chrome.administrator(web.uri());
            UUID id = ask(page);
            Awaitility.await().until(() -> deleted(records, id) > 0);
            freeze(first, database);
            press(page, "Pause");
            assertThat(page.locator(".job-head")).isVisible();
            int before = deleted(records, id);
            assertThat(before).isBetween(1, LEADS - 1);
            first.kill();
            execute(database, "DROP FUNCTION public.slowly() CASCADE");
            try (Worker second = Worker.start("second", database, data.resolve("second"))) {
                assertThat(page.locator("#tally")).containsText("Paused");
                assertThat(left(records)).isEqualTo(LEADS - deleted(records, id));
                page.reload();
                press(page, "Resume");
                assertThat(page.locator("#tally")).containsText("Succeeded");
                assertThat(page.locator("#tally")).containsText("10,000");
                assertThat(left(records)).isZero();
                page.locator("a", new Page.LocatorOptions().setHasText("As a job"))
                        .click();
                assertThat(page.locator("#attempts")).containsText("on second");
            }
        }
    }

    /** Each deletion of a page takes long, so that not all are through before their node is frozen. */
    private static void slowDown(PostgresServer database) throws SQLException {
        execute(
                database,
                "CREATE FUNCTION public.slowly() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END'");
        execute(
                database,
                "DO $$ DECLARE name text; BEGIN"
                        + " SELECT table_schema INTO name FROM information_schema.tables WHERE table_name = 'lead';"
                        + " EXECUTE format('CREATE TRIGGER slowly BEFORE DELETE ON %I.lead FOR EACH STATEMENT"
                        + " EXECUTE FUNCTION public.slowly()', name); END $$");
    }

    /** Not in the moment in which it is about to commit a page: nobody pauses an operation whose row somebody frozen holds. */
    private static void freeze(Worker worker, PostgresServer database) throws Exception {
        worker.freeze();
        while (isLocked(database)) {
            worker.goOn();
            worker.freeze();
        }
    }

    private static boolean isLocked(PostgresServer database) throws SQLException {
        try {
            execute(
                    database,
                    "SELECT 1 FROM nightshift.operation WHERE operation_type = " + OperationType.BULK_DELETE.code()
                            + " FOR UPDATE NOWAIT");
            return false;
        } catch (SQLException e) {
            if (!"55P03".equals(e.getSQLState())) {
                throw e;
            }
            return true;
        }
    }

    private static void execute(PostgresServer database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void leads(OrganizationService records) {
        for (int page = 0; page < LEADS / 500; page++) {
            List<Entity> some = new ArrayList<>();
            for (int number = 0; number < 500; number++) {
                some.add(new Entity("lead").set("lastname", "Old " + (page * 500 + number)));
            }
            records.execute(new CreateMultipleRequest(new EntityCollection("lead", some)));
        }
    }

    /** Puts the bulk deletion together on its page and starts it. */
    private static UUID ask(Page page) {
        page.navigate("/bulk-deletes");
        page.locator("a", new Page.LocatorOptions().setHasText("New bulk deletion"))
                .click();
        page.locator("#entity").selectOption("lead");
        page.locator("button", new Page.LocatorOptions().setHasText("Choose conditions"))
                .click();
        page.locator("[name=attribute0]").selectOption("lastname");
        page.locator("[name=operator0]").selectOption("begins-with");
        page.locator("[name=value0]").fill("Old");
        page.locator("button", new Page.LocatorOptions().setHasText("Preview")).click();
        assertThat(page.locator("#h-would")).containsText("5,000 records would be deleted or more");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Old leads");
        page.getByLabel("Type 5,000 to confirm").fill("5000");
        page.locator("button", new Page.LocatorOptions().setHasText("Delete them"))
                .click();
        page.waitForURL(Pattern.compile(".*/bulk-deletes/[0-9a-f-]{36}"));
        return UUID.fromString(page.url().substring(page.url().length() - 36));
    }

    private static void press(Page page, String action) {
        page.locator(".job-head [data-ask]", new Page.LocatorOptions().setHasText(action))
                .click();
        Locator dialog = page.locator("#confirmation");
        dialog.getByRole(AriaRole.BUTTON).first().click();
        assertThat(dialog).isHidden();
    }

    private static int deleted(OrganizationService records, UUID id) {
        return (Integer) records.retrieve("bulkdeleteoperation", id, ColumnSet.of("successcount"))
                .attributes()
                .getOrDefault("successcount", 0);
    }

    private static int left(OrganizationService records) {
        Entity counted = records.retrieveMultiple(new FetchExpression("<fetch aggregate='true'><entity name='lead'>"
                        + "<attribute name='leadid' aggregate='count' alias='left' /></entity></fetch>"))
                .entities()
                .getFirst();
        return ((AliasedValue) Objects.requireNonNull(counted.get("left"))).value() instanceof Number number
                ? number.intValue()
                : -1;
    }
}
