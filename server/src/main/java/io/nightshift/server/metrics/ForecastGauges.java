package io.nightshift.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.nightshift.queue.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is to come of each bucket, as gauges. A bucket that has nothing ready and ended nothing of late has none. */
final class ForecastGauges {

    private final MultiGauge ready;
    private final MultiGauge perMinute;
    private final MultiGauge oldest;
    private final MultiGauge drain;
    private final List<MultiGauge.Row<?>> readyRows = new ArrayList<>();
    private final List<MultiGauge.Row<?>> perMinuteRows = new ArrayList<>();
    private final List<MultiGauge.Row<?>> oldestRows = new ArrayList<>();
    private final List<MultiGauge.Row<?>> drainRows = new ArrayList<>();

    ForecastGauges(MeterRegistry registry) {
        ready = MultiGauge.builder("nightshift.bucket.ready")
                .description("operations of a kind that are ready; counting stops at " + Forecast.CAP)
                .register(registry);
        perMinute = MultiGauge.builder("nightshift.bucket.completed.per.minute")
                .description("operations of a kind that end in a minute, over the last five")
                .register(registry);
        oldest = MultiGauge.builder("nightshift.bucket.oldest.age")
                .description("age of the first of a kind that is ready")
                .baseUnit("seconds")
                .register(registry);
        drain = MultiGauge.builder("nightshift.bucket.drain")
                .description("how long those that are ready take at the present rate; absent when none ended of late")
                .baseUnit("seconds")
                .register(registry);
    }

    void add(String organization, List<Forecast> forecasts, Instant now) {
        for (Forecast forecast : forecasts) {
            String message = forecast.messageName();
            Tags tags = Tags.of(
                    "organization",
                    organization,
                    "class",
                    forecast.priorityClass().name().toLowerCase(Locale.ROOT),
                    "type",
                    forecast.type().label(),
                    "message",
                    message == null ? "" : message);
            readyRows.add(MultiGauge.Row.of(tags, forecast.ready()));
            perMinuteRows.add(MultiGauge.Row.of(tags, forecast.perMinute()));
            Instant since = forecast.oldest();
            if (since != null) {
                oldestRows.add(MultiGauge.Row.of(tags, seconds(Duration.between(since, now))));
            }
            Duration toDrain = forecast.toDrain();
            if (toDrain != null) {
                drainRows.add(MultiGauge.Row.of(tags, seconds(toDrain)));
            }
        }
    }

    /** Shows what was added since the last time, in place of what was shown before. */
    void show() {
        show(ready, readyRows);
        show(perMinute, perMinuteRows);
        show(oldest, oldestRows);
        show(drain, drainRows);
    }

    private static void show(MultiGauge gauge, List<MultiGauge.Row<?>> rows) {
        gauge.register(new ArrayList<>(rows), true);
        rows.clear();
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toMillis() / 1000d);
    }
}
