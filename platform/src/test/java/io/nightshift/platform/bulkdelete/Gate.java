package io.nightshift.platform.bulkdelete;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where a page waits until the test lets it go. */
final class Gate {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    void pass() {
        arrived.countDown();
        try {
            open.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitArrival() throws InterruptedException {
        assertThat(arrived.await(120, TimeUnit.SECONDS)).isTrue();
    }

    void open() {
        open.countDown();
    }
}
