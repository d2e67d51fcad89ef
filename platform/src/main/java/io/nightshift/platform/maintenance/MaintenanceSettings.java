package io.nightshift.platform.maintenance;

import org.jspecify.annotations.Nullable;

/**
 * What an administrator decides about maintenance.
 *
 * @param hour the hour of the day, 0 to 23 in UTC, within which the jobs of an organization run; each organization has a
 *     minute of its own. It counts for organizations whose tables are made from then on
 * @param storageLimit so many bytes an organization's records may take before somebody is told; 0 for no limit
 * @param mailTo the e-mail address that is told; null for the log alone
 */
public record MaintenanceSettings(
        int hour, long storageLimit, @Nullable String mailTo) {

    /** At two in the morning, without a limit. */
    public static final MaintenanceSettings DEFAULT = new MaintenanceSettings(2, 0, null);

    /** @throws IllegalArgumentException when a value is out of its range */
    public MaintenanceSettings {
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("The hour of maintenance is 0 to 23; got " + hour + ".");
        }
        if (storageLimit < 0) {
            throw new IllegalArgumentException("The storage limit is 0 or more bytes; got " + storageLimit + ".");
        }
    }
}
