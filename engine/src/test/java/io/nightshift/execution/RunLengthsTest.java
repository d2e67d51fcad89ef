package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.OperationType;
import io.nightshift.operation.PriorityClass;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claims.Wanted;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many of a lane are asked for. */
class RunLengthsTest {

    private static final Bucket BUCKET =
            new Bucket(1, PriorityClass.REGULAR.code(), OperationType.CUSTOM.code(), "work");

    private final RunLengths lengths = new RunLengths();

    private void ran(long millis, int times) {
        for (int i = 0; i < times; i++) {
            lengths.ran(BUCKET, TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    @Test
    void ofABucketWithoutLanesOnlyHeadsAreAskedFor() {
        assertThat(lengths.wanted(BUCKET, 50)).isEqualTo(new Wanted(BUCKET, 50, 0, 0));
    }

    @Test
    void aRunIsAsLongAsWhatRunsInAQuarterOfASecond() {
        ran(10, 100);
        assertThat(lengths.wanted(BUCKET, 8).behind()).isBetween(23, 24);
        ran(0, 100);
        assertThat(lengths.wanted(BUCKET, 1).behind()).isEqualTo(499);
    }

    @Test
    void oneThatTakesLongEndsLongRunsAtOnce() {
        ran(1, 100);
        ran(300, 1);
        assertThat(lengths.wanted(BUCKET, 8).behind()).isZero();
    }

    @Test
    void theLongerTheRunsTheFewerHeads() {
        ran(0, 100);
        assertThat(lengths.wanted(BUCKET, 500)).isEqualTo(new Wanted(BUCKET, 500, 1, 0));
        for (int i = 0; i < 20; i++) {
            Wanted wanted = lengths.wanted(BUCKET, 500);
            lengths.claimed(BUCKET, wanted.most(), wanted.most() * Math.min(20, wanted.behind() + 1));
        }
        assertThat(lengths.wanted(BUCKET, 500)).as("lanes of 20").satisfies(wanted -> {
            assertThat(wanted.most()).isBetween(25, 27);
            assertThat(wanted.behind()).isGreaterThanOrEqualTo(20);
        });
    }
}
