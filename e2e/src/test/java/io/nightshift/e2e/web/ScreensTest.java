package io.nightshift.e2e.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of the guide; only when asked, with {@code -Dscreens=FOLDER}. */
@EnabledIfSystemProperty(named = "screens", matches = ".+")
class ScreensTest {

    @TempDir
    private Path data;

    @Test
    void everyScreenInBothThemes() throws Exception {
        Path folder = Path.of(System.getProperty("screens")).toAbsolutePath();
        Files.createDirectories(folder);
        try (Company company = Company.open(data);
                Chrome chrome = Chrome.open()) {
            company.work();
            Map<String, String> screens = Screens.of(company);
            for (ColorScheme scheme : Set.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                String theme = scheme.name().toLowerCase(Locale.ROOT);
                Page stranger = chrome.visitor(company.uri(), 1280, 800, scheme);
                stranger.navigate("/");
                picture(stranger, folder.resolve("sign-in-" + theme + ".png"));
                Page page = chrome.administrator(company.uri(), 1280, 800, scheme);
                page.navigate("/jobs");
                screens.forEach((name, address) -> {
                    page.navigate(address);
                    picture(page, folder.resolve(name + "-" + theme + ".png"));
                });
                Page narrow = chrome.administrator(company.uri(), 320, 800, scheme);
                narrow.navigate("/jobs");
                picture(narrow, folder.resolve("jobs-narrow-" + theme + ".png"));
            }
            assertThat(folder).isNotEmptyDirectory();
        }
    }

    private static void picture(Page page, Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
