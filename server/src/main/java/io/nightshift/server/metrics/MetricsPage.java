package io.nightshift.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.nightshift.operation.Standing;
import io.nightshift.queue.Forecast;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text that Prometheus reads. What must be asked of the database is asked at most every five seconds, however many
 * ask for the page. Thread-safe.
 */
public final class MetricsPage {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPage.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int MOST_ORGANIZATIONS = 20;

    private final ServiceMetrics metrics;
    private final SystemJobs systemJobs;
    private final QueueStore store;
    private final MultiGauge operations;
    private final ForecastGauges forecasts;
    private volatile double oldestReadySeconds = Double.NaN;
    private @Nullable Instant asked;

    public MetricsPage(ServiceMetrics metrics, SystemJobs systemJobs, QueueStore store) {
        this.metrics = metrics;
        this.systemJobs = systemJobs;
        this.store = store;
        this.operations = MultiGauge.builder("nightshift.operations")
                .description("operations by where they stand")
                .register(metrics.registry());
        this.forecasts = new ForecastGauges(metrics.registry());
        Gauge.builder("nightshift.oldest.ready.age", this, page -> page.oldestReadySeconds)
                .description("age of the oldest operation that could run and does not; 0 when there is none")
                .baseUnit("seconds")
                .register(metrics.registry());
    }

    /** The whole page. */
    public String text() {
        refresh();
        return metrics.registry().scrape();
    }

    private synchronized void refresh() {
        Instant now = store.clock().now();
        if (asked != null && Duration.between(asked, now).compareTo(FRESH) < 0) {
            return;
        }
        asked = now;
        try {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            double oldest = 0;
            for (String organization : store.organizations().all().stream()
                    .limit(MOST_ORGANIZATIONS)
                    .toList()) {
                List<Forecast> forecast = systemJobs.forecast(organization);
                forecasts.add(organization, forecast, now);
                oldest = Math.max(oldest, oldest(forecast, now));
                for (Map.Entry<Standing, Long> count :
                        systemJobs.counts(organization).entrySet()) {
                    rows.add(MultiGauge.Row.of(tags(organization, count.getKey()), count.getValue()));
                }
            }
            operations.register(rows, true);
            forecasts.show();
            oldestReadySeconds = oldest;
        } catch (SQLException e) {
            LOG.warn("The metrics could not be read from the database: {}", e.toString());
        }
    }

    private static double oldest(List<Forecast> forecasts, Instant now) {
        return forecasts.stream()
                .map(Forecast::oldest)
                .filter(Objects::nonNull)
                .mapToDouble(since -> Duration.between(since, now).toMillis() / 1000d)
                .max()
                .orElse(0);
    }

    private static Tags tags(String organization, Standing standing) {
        return Tags.of(
                "organization",
                organization,
                "state",
                standing.state().label(),
                "status",
                standing.status().label(),
                "cause",
                standing.cause() == null ? "" : standing.cause().label());
    }
}
