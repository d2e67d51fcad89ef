package io.nightshift.e2e.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WCAG 2.2, A and AA, as far as axe-core can tell; every screen in both themes, and narrow. */
class AccessibilityTest {

    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final String RUN = """
            () => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
              .then(found => found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary)
                .slice(0, 3).join(' | ')))
            """;

    @TempDir
    private Path data;

    @Test
    void everyScreenIsAccessibleAndFits() throws Exception {
        List<String> problems = new ArrayList<>();
        try (Chrome chrome = Chrome.open();
                Company company = Company.open(data)) {
            company.work();
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page stranger = watched(chrome.visitor(company.uri(), 1280, 800, scheme), problems);
                check(stranger, "/sign-in", scheme, problems);
                Page page = watched(chrome.administrator(company.uri(), 1280, 800, scheme), problems);
                for (String address : Screens.of(company).values()) {
                    check(page, address, scheme, problems);
                }
                page.navigate("/jobs");
                page.keyboard().press("?");
                problems.addAll(violations(page, "the sheet of keys", scheme));
                wrong(stranger, page, scheme, problems);
                company.moveTo(page, Company.EMPTY);
                for (String address : Screens.EMPTY) {
                    check(page, address, scheme, problems);
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    /** What is shown when something was wrong: a token, a value, a form that is too old, a session that has ended. */
    private static void wrong(Page stranger, Page page, ColorScheme scheme, List<String> problems) throws Exception {
        stranger.navigate("/sign-in");
        stranger.getByText("Sign in with a token").first().click();
        stranger.locator("#token").fill("open sesame");
        stranger.locator("#token").press("Enter");
        assertThat(stranger.locator("[role=alert]")).isVisible();
        problems.addAll(violations(stranger, "a wrong token", scheme));
        check(page, "/jobs?created-from=yesterday", scheme, problems);
        page.navigate("/workers");
        page.locator("#value").fill("zeppelin");
        page.locator("#kind").selectOption("type");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Hold").setExact(true))
                .click();
        assertThat(page.locator("h1")).hasText("This did not work");
        problems.addAll(violations(page, "a value that is none", scheme));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Back to the page"))
                .click();
        assertThat(page.locator("h1")).hasText("Workers");
        page.locator("form:has(#value) input[name=csrf]").evaluate("field => field.value = 'of yesterday'");
        page.locator("#value").press("Enter");
        assertThat(page.locator("h1")).hasText("This did not work");
        problems.addAll(violations(page, "a form that is too old", scheme));
        check(stranger, "/jobs?view=failed", scheme, problems);
    }

    private static Page watched(Page page, List<String> problems) {
        page.onPageError(error -> problems.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                problems.add(page.url() + ": " + message.text());
            }
        });
        return page;
    }

    /** Looks at it in full and, in one theme, on a screen of 320. */
    private static void check(Page page, String address, ColorScheme scheme, List<String> problems) throws Exception {
        page.navigate(address);
        problems.addAll(violations(page, address, scheme));
        if (scheme == ColorScheme.LIGHT) {
            page.setViewportSize(320, 640);
            int width = (Integer) page.evaluate("document.documentElement.scrollWidth");
            if (width > 320) {
                problems.add(address + " is " + width + " wide on a screen of 320");
            }
            page.setViewportSize(1280, 800);
        }
    }

    private static List<String> violations(Page page, String where, ColorScheme scheme) throws Exception {
        try (InputStream in = Objects.requireNonNull(AccessibilityTest.class.getResourceAsStream(AXE), AXE)) {
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ((List<?>) page.evaluate(RUN))
                .stream().map(found -> where + " (" + scheme + ") " + found).toList();
    }
}
