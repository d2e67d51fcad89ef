package io.nightshift.sdk.messages;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.QueryBase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what queries find, in the background: only records that were created before the operation starts. The answer
 * carries the id of the operation, a {@link BulkDeleteResponse}. Not thread-safe.
 */
public final class BulkDeleteRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "BulkDelete";

    /**
     * A request with what the message cannot do without: it starts at once, tells nobody and does not recur.
     *
     * @param jobName 1 to 256 characters
     * @param querySet 1 to 100 queries, answered one after another; their columns, orders and pages do not matter
     */
    public BulkDeleteRequest(String jobName, List<? extends QueryBase> querySet) {
        super(NAME);
        set("JobName", jobName);
        set("QuerySet", List.copyOf(querySet));
        set("SendEmailNotification", false);
        set("ToRecipients", List.of());
        set("CCRecipients", List.of());
        set("RecurrencePattern", "");
    }

    /** Sends a mail to these users when it has ended; to the caller when there are none. */
    public BulkDeleteRequest notifying(List<UUID> toRecipients, List<UUID> ccRecipients) {
        set("SendEmailNotification", true);
        set("ToRecipients", List.copyOf(toRecipients));
        set("CCRecipients", List.copyOf(ccRecipients));
        return this;
    }

    /** Repeats it: {@code FREQ=DAILY;INTERVAL=n} with n from 1 to 365; COUNT and UNTIL may follow. */
    public BulkDeleteRequest recurring(String recurrencePattern) {
        set("RecurrencePattern", recurrencePattern);
        return this;
    }

    /** Not before this time, which is also the first date of a recurrence. */
    public BulkDeleteRequest starting(Instant startDateTime) {
        set("StartDateTime", startDateTime);
        return this;
    }

    /** Whether it starts at once, whatever the start says. */
    public BulkDeleteRequest runNow(boolean runNow) {
        set("RunNow", runNow);
        return this;
    }

    /** The name shown to people. */
    public String jobName() {
        return required("JobName", String.class);
    }

    /** The queries. */
    public List<QueryBase> querySet() {
        return list("QuerySet", QueryBase.class);
    }

    /** Whether somebody is told of the end. */
    public boolean sendEmailNotification() {
        return Boolean.TRUE.equals(get("SendEmailNotification", Boolean.class));
    }

    /** The users who are told. */
    public List<UUID> toRecipients() {
        return list("ToRecipients", UUID.class);
    }

    /** The users who get a copy. */
    public List<UUID> ccRecipients() {
        return list("CCRecipients", UUID.class);
    }

    /** The rule by which it recurs; empty when it does not. */
    public String recurrencePattern() {
        String pattern = get("RecurrencePattern", String.class);
        return pattern == null ? "" : pattern;
    }

    /** When it starts; null means at once. */
    public @Nullable Instant startDateTime() {
        return get("StartDateTime", Instant.class);
    }

    private <T> List<T> list(String parameter, Class<T> type) {
        List<T> checked = new ArrayList<>();
        for (Object element : required(parameter, List.class)) {
            if (!type.isInstance(element)) {
                throw FaultCode.INVALID_ARGUMENT.fault(
                        "The parameter " + parameter + " is a list of " + type.getSimpleName() + ".");
            }
            checked.add(type.cast(element));
        }
        return checked;
    }
}
