package io.nightshift.postgres;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long a test waits for a fact, in every module that has this one's test-jar. A test that passes waits no longer than
 * the fact takes; one that fails should do so because the fact does not come, and not because the machine has other things
 * to do. So there is one limit, and a test names its own only when it needs a longer one.
 */
public final class Patience implements BeforeAllCallback {
    /** The limit. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(20);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(POLL);
    }
}
