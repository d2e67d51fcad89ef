package io.nightshift.e2e.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Somebody who has a keyboard and nothing else: what cannot be reached with Tab cannot be used. */
final class Keyboard {

    private static final int MOST_STEPS = 250;

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    Page page() {
        return page;
    }

    /** Goes on with Tab until this has the focus. */
    Keyboard to(Locator target) {
        assertThat(target).isVisible();
        for (int step = 0; step < MOST_STEPS; step++) {
            if (Boolean.TRUE.equals(target.evaluate("element => element === document.activeElement"))) {
                return this;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("Tab never reaches " + target);
    }

    void enter(Locator target) {
        to(target);
        page.keyboard().press("Enter");
    }

    void tick(Locator target) {
        to(target);
        page.keyboard().press("Space");
    }

    Keyboard write(Locator target, String text) {
        to(target);
        page.keyboard().press("Control+A");
        page.keyboard().type(text);
        return this;
    }

    /** Finds by name and opens the list of what has it. */
    void find(String name) {
        page.keyboard().press("/");
        page.keyboard().press("Control+A");
        page.keyboard().type(name);
        page.keyboard().press("Enter");
        page.waitForURL(address -> address.contains("name="));
    }
}
