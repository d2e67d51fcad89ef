package io.nightshift.e2e.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Search;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators come for, from the question to the end of it, with the keyboard alone. */
class JourneysTest {

    private static final int MANY = 5_000;

    @TempDir
    private static Path data;

    private static Chrome chrome;
    private static Company company;

    @BeforeAll
    static void start() throws Exception {
        chrome = Chrome.open();
        company = Company.open(data);
        company.office().furnish();
    }

    @AfterAll
    static void stop() {
        if (company != null) {
            company.close();
        }
        if (chrome != null) {
            chrome.close();
        }
    }

    private static Keyboard keyboard(String address) {
        Page page = chrome.administrator(company.uri());
        page.navigate(address);
        return new Keyboard(page);
    }

    private static Locator dialog(Keyboard keyboard) {
        return keyboard.page().locator("#confirmation");
    }

    private static Locator ask(Keyboard keyboard, String action) {
        return keyboard.page().locator(".job-head [data-ask]", new Page.LocatorOptions().setHasText(action));
    }

    /** What is asked is confirmed: the one button of the dialog that does it. */
    private static void confirm(Keyboard keyboard) {
        keyboard.enter(dialog(keyboard).getByRole(AriaRole.BUTTON).first());
    }

    private static StatusCode status(UUID id) throws Exception {
        return company.service().systemJobs().get(null, id).orElseThrow().status();
    }

    @Test
    void whyAJobWaitsIsFoundOutAndItIsFreed() throws Exception {
        UUID first = company.enqueue(
                Operation.named("contract.renew").name("Renew C-200").token("journey"));
        UUID second = company.enqueue(
                Operation.named("ledger.export").name("Bill C-200").token("journey"));
        Awaitility.await().until(() -> status(first) == StatusCode.WAITING);
        Keyboard keyboard = keyboard("/jobs");
        keyboard.find("Bill C-200");
        keyboard.enter(keyboard.page().locator("#job-" + second + " th a"));
        assertThat(keyboard.page().locator("#explain"))
                .containsText("behind others with the dependency token 'journey'");
        keyboard.enter(keyboard.page().locator("#explain a").first());
        keyboard.page().waitForURL("**/jobs/" + first);
        assertThat(keyboard.page().locator("#explain")).containsText("has no end date");
        keyboard.enter(ask(keyboard, "Cancel"));
        keyboard.write(dialog(keyboard).getByLabel("Reason"), "the contract has ended");
        confirm(keyboard);
        assertThat(keyboard.page().locator(".audit")).containsText("the contract has ended");
        Awaitility.await().until(() -> status(second) == StatusCode.SUCCEEDED);
        keyboard.page().context().close();
    }

    @Test
    void fiveThousandThatHaveFailedAreCanceled() throws Exception {
        List<Operation> storm = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            storm.add(Operation.named("contract.renew").name("Hail " + number));
        }
        company.service().queue().enqueue(storm);
        Awaitility.await().until(() -> standing(Standing.suspended(Cause.PERSON)) >= MANY);
        Keyboard keyboard = keyboard("/jobs?view=person&name=Hail");
        keyboard.tick(keyboard.page().locator("#all-matching"));
        keyboard.enter(keyboard.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Cancel").setExact(true)));
        assertThat(dialog(keyboard)).containsText("Cancel 5,000 jobs?");
        assertThat(dialog(keyboard).locator(".sample li")).hasCount(11);
        keyboard.write(dialog(keyboard).getByLabel("Type 5,000 to confirm"), "5000");
        confirm(keyboard);
        keyboard.page().waitForURL(Pattern.compile(".*/jobs/[0-9a-f-]{36}"));
        assertThat(keyboard.page().locator("h1")).containsText("Bulk move: cancel");
        Awaitility.await()
                .until(() -> company.service()
                        .systemJobs()
                        .find(Search.all().nameContains("Hail").statuses(Set.of(StatusCode.WAITING)))
                        .operations()
                        .isEmpty());
        assertThat(standing(Standing.CANCELED)).isGreaterThanOrEqualTo(MANY);
        assertThat(keyboard.page().locator("#explain")).containsText("It ended as Succeeded");
        keyboard.page().context().close();
    }

    private static long standing(Standing standing) throws Exception {
        Map<Standing, Long> counts = company.service().systemJobs().counts(null);
        return counts.getOrDefault(standing, 0L);
    }

    @Test
    void oneIsPostponedAndItsLaneSeen() throws Exception {
        UUID first = company.enqueue(
                Operation.named("payment.wait").name("First of three").token("three"));
        company.enqueue(Operation.named("ledger.export").name("Second of three").token("three"));
        company.enqueue(Operation.named("ledger.export").name("Third of three").token("three"));
        Awaitility.await().until(() -> status(first) == StatusCode.WAITING);
        UUID free = company.enqueue(
                Operation.named("nobody.handles").name("Can wait").token("free"));
        Keyboard keyboard = keyboard("/jobs/" + free);
        keyboard.enter(ask(keyboard, "Postpone"));
        assertThat(dialog(keyboard).getByLabel("Until")).isFocused();
        confirm(keyboard);
        assertThat(keyboard.page().locator(".notice")).containsText("Postponed");
        Instant until =
                company.service().systemJobs().get(null, free).orElseThrow().postponeUntil();
        assertThat(keyboard.page().locator("time[datetime='" + until + "']").first())
                .isVisible();
        keyboard.enter(keyboard.page()
                .locator("#h-lane + * a, section:has(#h-lane) h2 a")
                .first());
        keyboard.page().waitForURL("**/lanes?token=free");
        assertThat(keyboard.page().locator(".lane .head")).containsText("Can wait");
        keyboard.page().navigate("/lanes?token=three");
        assertThat(keyboard.page().locator(".lane li")).hasCount(3);
        assertThat(keyboard.page().locator(".lane li").nth(2)).containsText("2 behind");
        keyboard.page().context().close();
    }

    @Test
    void theRecordOfASuspendedWorkflowIsMendedAndItGoesOn() throws Exception {
        UUID id = Awaitility.await()
                .until(
                        () -> company
                                .service()
                                .systemJobs()
                                .find(Search.all()
                                        .types(Set.of(OperationType.WORKFLOW))
                                        .causes(Set.of(Cause.PERSON)))
                                .operations()
                                .stream()
                                .map(operation -> operation.id())
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
        Keyboard keyboard = keyboard("/jobs?kind=workflows&view=person");
        keyboard.enter(keyboard.page().locator("#job-" + id + " th a"));
        assertThat(keyboard.page().locator("#story")).containsText("The step letter has suspended it");
        keyboard.enter(keyboard.page().locator("#story .notice a"));
        keyboard.page().waitForURL("**/records/contact/**");
        keyboard.write(keyboard.page().locator("#v-emailaddress1"), "ada@example.org");
        keyboard.page().keyboard().press("Enter");
        assertThat(keyboard.page().locator(".notice")).containsText("Saved");
        keyboard.enter(keyboard.page().locator("section:has(#h-jobs) li a").first());
        keyboard.page().waitForURL("**/jobs/" + id);
        keyboard.enter(ask(keyboard, "Resume"));
        confirm(keyboard);
        assertThat(keyboard.page().locator(".notice")).containsText("Resumed");
        assertThat(keyboard.page().locator("#story")).containsText("Done");
        keyboard.page().context().close();
    }
}
