package io.nightshift.e2e.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People at work in a real browser, on a real server with real operations. */
class SystemJobsTest {

    @TempDir
    private static Path data;

    private static Chrome chrome;
    private static Company company;

    private final List<Page> pages = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        chrome = Chrome.open();
        company = Company.open(data);
        company.work();
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

    @AfterEach
    void leave() {
        pages.forEach(page -> page.context().close());
    }

    private Page administrator() {
        Page page = chrome.administrator(company.uri());
        pages.add(page);
        return page;
    }

    private static Instant inHours(int hours) {
        return company.service().queue().clock().now().plus(Duration.ofHours(hours));
    }

    private static UUID postponed(String name) throws Exception {
        return company.enqueue(Operation.named("ledger.export").name(name).postponeUntil(inHours(6)));
    }

    private static StatusCode status(UUID id) throws Exception {
        return company.service().systemJobs().get(null, id).orElseThrow().status();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator dialog(Page page) {
        return page.locator("#confirmation");
    }

    @Test
    void whyDoesItWait_andItIsSetFree() throws Exception {
        UUID first = company.enqueue(Operation.named("ledger.export")
                .name("First in its lane")
                .token("journey-1")
                .postponeUntil(inHours(3)));
        UUID second = company.enqueue(
                Operation.named("ledger.export").name("Waits in its lane").token("journey-1"));
        Page page = administrator();
        page.navigate("/jobs?name=Waits+in+its+lane");
        page.locator("#job-" + second + " a").first().click();
        assertThat(page.locator("#explain")).containsText("behind others with the dependency token 'journey-1'");
        assertThat(page.locator(".lane .here")).containsText("1 behind");
        page.locator("#explain a").first().click();
        page.waitForURL("**/jobs/" + first);
        page.locator(".job-head [data-ask]", new Page.LocatorOptions().setHasText("Cancel"))
                .click();
        dialog(page).getByLabel("Reason").fill("it blocks the others");
        dialog(page).getByRole(AriaRole.BUTTON).first().click();
        assertThat(page.locator(".notice")).containsText("Canceled");
        assertThat(page.locator(".audit")).containsText("it blocks the others");
        Awaitility.await().until(() -> status(second) == StatusCode.SUCCEEDED);
        page.navigate("/jobs/" + second);
        assertThat(page.locator("#explain")).containsText("It ended as Succeeded");
    }

    @Test
    void allThatMatchAreCanceledByAJobOfItsOwn() throws Exception {
        List<Operation> storm = new ArrayList<>();
        for (int number = 0; number < 120; number++) {
            storm.add(Operation.named("ledger.export").name("Storm " + number).postponeUntil(inHours(6)));
        }
        company.service().queue().enqueue(storm);
        UUID bystander = postponed("Bystander");
        Page page = administrator();
        page.navigate("/jobs?view=postponed&name=Storm");
        page.locator("#all-matching").check();
        button(page, "Cancel").click();
        assertThat(dialog(page)).containsText("Cancel 120 jobs?");
        Locator go = dialog(page).getByRole(AriaRole.BUTTON).first();
        dialog(page).getByLabel("Type 120 to confirm").fill("120");
        go.click();
        page.waitForURL(Pattern.compile(".*/jobs/[0-9a-f-]{36}"));
        assertThat(page.locator("h1")).containsText("Bulk move: cancel");
        Awaitility.await()
                .until(
                        () -> company
                                .service()
                                .systemJobs()
                                .find(Search.all().nameContains("Storm").limit(200))
                                .operations()
                                .stream()
                                .allMatch(operation -> operation.status() == StatusCode.CANCELED));
        assertThat(status(bystander)).isEqualTo(StatusCode.WAITING);
    }

    @Test
    void selectedRowsOfferOnlyWhatTheyAllow() throws Exception {
        UUID one = postponed("Selected one");
        UUID two = postponed("Selected two");
        Page page = administrator();
        page.navigate("/jobs?name=Selected");
        assertThat(button(page, "Cancel")).isDisabled();
        page.getByLabel("Select all on this page").check();
        assertThat(button(page, "Cancel")).isEnabled();
        assertThat(button(page, "Delete")).isDisabled();
        assertThat(button(page, "Run again")).isDisabled();
        button(page, "Resume").click();
        assertThat(dialog(page)).containsText("Resume 2 jobs?");
        dialog(page).getByRole(AriaRole.BUTTON).first().click();
        assertThat(page.locator(".notice")).containsText("2 jobs resumed");
        assertThat(page.url()).contains("name=Selected");
        for (UUID id : List.of(one, two)) {
            Awaitility.await().until(() -> status(id) == StatusCode.SUCCEEDED);
        }
    }

    @Test
    void theSecondOfTwoPeopleIsToldWhatHasHappened() throws Exception {
        UUID id = postponed("Contested");
        Page page = administrator();
        page.navigate("/jobs/" + id);
        page.locator(".job-head [data-ask]", new Page.LocatorOptions().setHasText("Postpone"))
                .click();
        assertThat(dialog(page)).containsText("Postpone 1 job?");
        company.service().queue().move(Move.CANCEL, null, id, Author.of("the other one"));
        dialog(page).getByRole(AriaRole.BUTTON).first().click();
        assertThat(page.locator(".notice")).containsText("It has ended; run it again instead");
        assertThat(page.locator(".audit")).containsText("the other one");
    }

    @Test
    void rowsChangeInTheirPlaceAndNewOnesAreOnlyCounted() throws Exception {
        UUID id = postponed("Watched");
        Page page = administrator();
        page.navigate("/jobs?name=Watched");
        Locator row = page.locator("#job-" + id);
        assertThat(row).containsText("Postponed");
        row.getByRole(AriaRole.CHECKBOX).check();
        company.service().queue().move(Move.RESUME, null, id, Author.of("somebody else"));
        assertThat(row).containsText("Succeeded");
        assertThat(row.getByRole(AriaRole.CHECKBOX)).isChecked();
        postponed("Watched too");
        assertThat(page.locator("#fresh")).containsText("1 new");
        assertThat(page.locator("#rows tr")).hasCount(1);
        page.locator("#fresh").click();
        assertThat(page.locator("#rows tr")).hasCount(2);
    }

    @Test
    void aJobThatGoesOnIsReadAgainByItself() throws Exception {
        UUID id = postponed("Goes on");
        Page page = administrator();
        page.navigate("/jobs/" + id);
        assertThat(page.locator("#explain")).containsText("It is postponed");
        company.service().queue().move(Move.RESUME, null, id, Author.of("somebody else"));
        assertThat(page.locator("#explain")).containsText("It ended as Succeeded");
        assertThat(page.locator("#log")).containsText("Opened the ledger");
    }

    @Test
    void everythingIsThereForTheKeyboard() {
        Page page = administrator();
        page.navigate("/jobs");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("?");
        assertThat(page.locator("#keys")).isVisible();
        page.keyboard().press("Escape");
        page.keyboard().press("/");
        assertThat(page.locator("#find")).isFocused();
        page.keyboard().type("Renew contract");
        page.keyboard().press("Enter");
        page.waitForURL("**name=Renew**");
        page.locator("#rows a").first().focus();
        page.keyboard().press("x");
        assertThat(button(page, "Resume")).isEnabled();
        button(page, "Postpone").focus();
        page.keyboard().press("Enter");
        assertThat(dialog(page).getByLabel("Until")).isFocused();
        page.keyboard().press("Escape");
        assertThat(dialog(page)).isHidden();
        page.keyboard().press("g");
        page.keyboard().press("w");
        page.waitForURL("**/workers");
    }

    @Test
    void filtersAreInTheAddressAndLeaveAgain() {
        Page page = administrator();
        page.navigate("/jobs");
        page.locator("summary", new Page.LocatorOptions().setHasText("Filter")).click();
        page.locator("#f-message").fill("invoice.send");
        button(page, "Apply").click();
        page.waitForURL("**message=invoice.send**");
        assertThat(page.locator("#rows tr")).hasCount(7);
        page.locator(".filter", new Page.LocatorOptions().setHasText("invoice.send"))
                .click();
        assertThat(page.url()).doesNotContain("invoice.send");
    }

    @Test
    void aHoldIsPlacedAndLifted() throws Exception {
        Page page = administrator();
        page.navigate("/workers");
        page.getByLabel("Its name").fill("held.message");
        page.locator("#hold-reason").fill("until the audit is over");
        button(page, "Hold").click();
        assertThat(page.locator(".notice")).containsText("does not start until the hold is lifted");
        UUID id = company.enqueue(Operation.named("held.message").name("Held job"));
        page.navigate("/jobs/" + id);
        assertThat(page.locator("#explain")).containsText("until the audit is over");
        page.navigate("/workers");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("Lift the hold of .*held.message.*")))
                .click();
        assertThat(page.locator(".notice")).containsText("may start again");
    }

    @Test
    void withoutJavaScriptItIsReadAndActedOn() throws Exception {
        UUID id = postponed("Plain");
        Page page = chrome.withoutJavaScript(company.uri());
        pages.add(page);
        page.navigate("/jobs?name=Plain");
        page.locator("#job-" + id).getByRole(AriaRole.CHECKBOX).check();
        button(page, "Cancel").click();
        assertThat(page.locator("h1")).containsText("Cancel 1 job?");
        button(page, "Cancel").click();
        assertThat(page.locator(".notice")).containsText("Canceled");
        assertThat(status(id)).isEqualTo(StatusCode.CANCELED);
    }

    @Test
    void themesAreChosen() {
        Page page = administrator();
        page.navigate("/jobs");
        button(page, "Dark").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        Object ground = page.evaluate("getComputedStyle(document.body).backgroundColor");
        assertThat(ground).isEqualTo("rgb(13, 16, 32)");
        Page light = chrome.administrator(company.uri(), 800, 600, ColorScheme.LIGHT);
        pages.add(light);
        assertThat(light.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(245, 246, 250)");
    }
}
