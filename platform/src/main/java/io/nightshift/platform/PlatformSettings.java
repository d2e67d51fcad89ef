package io.nightshift.platform;

import io.nightshift.platform.event.AddressRule;
import io.nightshift.platform.maintenance.MaintenanceSettings;
import io.nightshift.platform.webhook.Webhooks;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a platform. Start from {@link #DEFAULT} and change what you need.
 *
 * @param stepLimit how long a step may run, in its request or as an operation, before it is stopped
 * @param webhookLimits how long the call of a webhook may take
 * @param webhookAddresses which addresses webhooks may have
 * @param mailAddresses where the mail servers of organizations may lie
 * @param maintenance what an administrator has decided about maintenance
 */
public record PlatformSettings(
        Duration stepLimit,
        Webhooks.Limits webhookLimits,
        AddressRule webhookAddresses,
        AddressRule mailAddresses,
        MaintenanceSettings maintenance) {

    /** Two minutes for a step, 10 and 60 seconds for a webhook, webhooks and mail servers at public addresses only. */
    public static final PlatformSettings DEFAULT = new PlatformSettings(
            Duration.ofMinutes(2),
            Webhooks.Limits.DEFAULT,
            new AddressRule(List.of()),
            new AddressRule(List.of()),
            MaintenanceSettings.DEFAULT);

    /** Another limit for steps. */
    public PlatformSettings stepLimit(Duration limit) {
        return new PlatformSettings(limit, webhookLimits, webhookAddresses, mailAddresses, maintenance);
    }

    /** Other limits for webhooks. */
    public PlatformSettings webhookLimits(Webhooks.Limits limits) {
        return new PlatformSettings(stepLimit, limits, webhookAddresses, mailAddresses, maintenance);
    }

    /** Other addresses for webhooks. */
    public PlatformSettings webhookAddresses(AddressRule addresses) {
        return new PlatformSettings(stepLimit, webhookLimits, addresses, mailAddresses, maintenance);
    }

    /** Other addresses for the mail servers of organizations. */
    public PlatformSettings mailAddresses(AddressRule addresses) {
        return new PlatformSettings(stepLimit, webhookLimits, webhookAddresses, addresses, maintenance);
    }

    /** Other decisions about maintenance. */
    public PlatformSettings maintenance(MaintenanceSettings decided) {
        return new PlatformSettings(stepLimit, webhookLimits, webhookAddresses, mailAddresses, decided);
    }
}
