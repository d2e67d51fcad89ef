package io.nightshift.platform.maintenance;

import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A clock that showed noon of today when it was made, so that no test meets the end of a day or the hour of maintenance. */
final class Noon implements ServiceClock {

    private final ServiceClock system = new SystemClock();
    private final Duration ahead;

    Noon() {
        Instant now = system.now();
        ahead = Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(12, ChronoUnit.HOURS));
    }

    @Override
    public Instant now() {
        return system.now().plus(ahead);
    }

    @Override
    public long nanos() {
        return system.nanos();
    }
}
