package io.nightshift.e2e.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.nightshift.postgres.Patience;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Debian's Chromium. Where it is not installed the tests that need it are skipped and say so; nothing is downloaded. */
final class Chrome implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MILLIS = Patience.LIMIT.toMillis();

    private final Playwright playwright;
    private final Browser browser;

    private Chrome(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chrome open() {
        Assumptions.assumeTrue(
                Files.isExecutable(PROGRAM), "The tests in a browser need Debian's package chromium; it is not here.");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chrome(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(PROGRAM)
                                .setArgs(List.of("--no-sandbox", "--disable-gpu"))));
    }

    /** A fresh visitor, not signed in. */
    Page visitor(URI server, int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(server.toString())
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setTimezoneId("Europe/Berlin")
                .setLocale("en-GB"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context.newPage();
    }

    /** A visitor who has signed in. */
    Page administrator(URI server, int width, int height, ColorScheme scheme) {
        Page page = visitor(server, width, height, scheme);
        page.navigate("/sign-in");
        page.locator("summary").click();
        page.locator("#token").fill(Company.TOKEN);
        page.locator("#token").press("Enter");
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .first()
                .waitFor();
        return page;
    }

    Page administrator(URI server) {
        return administrator(server, 1360, 850, ColorScheme.LIGHT);
    }

    /** A signed-in visitor whose browser runs no scripts. */
    Page withoutJavaScript(URI server) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setBaseURL(server.toString()).setJavaScriptEnabled(false));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.navigate("/sign-in");
        page.locator("summary").click();
        page.locator("#token").fill(Company.TOKEN);
        page.locator("#token").press("Enter");
        page.waitForURL(server + "/");
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
