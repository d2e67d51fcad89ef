package io.nightshift.platform.maintenance;

import io.nightshift.operation.Kept;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence;
import io.nightshift.platform.organization.Organization;
import io.nightshift.queue.OperationQueue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The series of an organization's maintenance jobs. They are made in the transaction that makes its tables, so that nobody
 * has to look after all organizations whether one lacks them; from then on the service finds what is due by one index for
 * all.
 */
public final class MaintenanceSchedule {

    private static final String DAILY = "FREQ=DAILY;INTERVAL=1;";
    private static final int SECONDS_APART = 10;

    private final OperationQueue queue;
    private final MaintenanceSettings settings;

    /** Series in this queue. */
    public MaintenanceSchedule(OperationQueue queue, MaintenanceSettings settings) {
        this.queue = queue;
        this.settings = settings;
    }

    /** Makes the series of an organization in the caller's transaction. */
    public void make(Connection connection, Organization organization, Instant now) throws SQLException {
        Instant first = first(organization.name(), now);
        List<Operation> series = new ArrayList<>();
        for (OperationType type : MaintenanceHandler.TYPES) {
            series.add(Operation.of(type)
                    .id(id(organization.name(), type))
                    .organization(organization.name())
                    .owner(organization.systemUserId())
                    .kept(Kept.SHORT)
                    .recurrence(
                            Recurrence.of(DAILY).starting(first.plusSeconds((long) SECONDS_APART * series.size()))));
        }
        queue.enqueue(connection, series);
    }

    /** The id of the series; the same on every node. It begins with zeros: what is listed newest first ends with the series. */
    static UUID id(String organization, OperationType type) {
        UUID name = UUID.nameUUIDFromBytes(
                ("nightshift:maintenance:" + type.code() + ":" + organization).getBytes(StandardCharsets.UTF_8));
        return new UUID(name.getMostSignificantBits() & 0xFFFFL, name.getLeastSignificantBits());
    }

    /** The next time that the hour of maintenance comes, at the organization's own second of it. */
    private Instant first(String organization, Instant now) {
        long second = Math.floorMod(
                UUID.nameUUIDFromBytes(organization.getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits(),
                Duration.ofHours(1).toSeconds());
        Instant today = now.atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusHours(settings.hour())
                .plusSeconds(second)
                .toInstant();
        return today.isAfter(now) ? today : today.plus(Duration.ofDays(1));
    }
}
