package io.nightshift.e2e.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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
            }
            Page narrow = watched(chrome.administrator(company.uri(), 320, 640, ColorScheme.LIGHT), problems);
            for (String address : Screens.of(company).values()) {
                narrow.navigate(address);
                int width = (Integer) narrow.evaluate("document.documentElement.scrollWidth");
                if (width > 320) {
                    problems.add(address + " is " + width + " wide on a screen of 320");
                }
            }
        }
        assertThat(problems).isEmpty();
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

    private static void check(Page page, String address, ColorScheme scheme, List<String> problems) throws Exception {
        page.navigate(address);
        problems.addAll(violations(page, address, scheme));
    }

    private static List<String> violations(Page page, String where, ColorScheme scheme) throws Exception {
        try (InputStream in = Objects.requireNonNull(AccessibilityTest.class.getResourceAsStream(AXE), AXE)) {
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ((List<?>) page.evaluate(RUN))
                .stream().map(found -> where + " (" + scheme + ") " + found).toList();
    }
}
