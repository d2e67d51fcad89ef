package io.nightshift.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.nightshift.operation.Standing;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.SystemJobs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** A member of a lane that is not its head could not run, however old. */
    private static final String OLDEST_READY = """
            SELECT min(created_on) FROM nightshift.asyncoperation
            WHERE statuscode = 0 AND (token IS NULL OR holds_lane)""";

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
            for (String organization : store.organizations().all().stream()
                    .limit(MOST_ORGANIZATIONS)
                    .toList()) {
                forecasts.add(organization, systemJobs.forecast(organization), now);
                for (Map.Entry<Standing, Long> count :
                        systemJobs.counts(organization).entrySet()) {
                    rows.add(MultiGauge.Row.of(tags(organization, count.getKey()), count.getValue()));
                }
            }
            operations.register(rows, true);
            forecasts.show();
            oldestReadySeconds = oldestReady(now);
        } catch (SQLException e) {
            LOG.warn("The metrics could not be read from the database: {}", e.toString());
        }
    }

    private double oldestReady(Instant now) throws SQLException {
        return store.database().inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL statement_timeout = '2s'");
                try (ResultSet row = statement.executeQuery(OLDEST_READY)) {
                    row.next();
                    OffsetDateTime oldest = row.getObject(1, OffsetDateTime.class);
                    return oldest == null
                            ? 0
                            : Duration.between(oldest.toInstant(), now).toMillis() / 1000d;
                }
            }
        });
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
