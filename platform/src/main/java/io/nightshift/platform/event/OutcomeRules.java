package io.nightshift.platform.event;

import io.nightshift.operation.OutcomePolicy;
import io.nightshift.operation.OutcomePolicy.Action;
import io.nightshift.operation.OutcomePolicy.Column;
import io.nightshift.operation.OutcomePolicy.ErrorClass;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.query.ColumnSet;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The outcome policy of each organization: the seed's table, with the cells that the organization's records
 * ({@code asyncoutcomerule}) say otherwise. Remembered until something that is registered changes. Thread-safe.
 */
public final class OutcomeRules {

    /** In the order of the option set of {@code errorclass}, which counts from 1. */
    private static final List<ErrorClass> CLASSES = List.of(
            ErrorClass.INFINITE_LOOP,
            ErrorClass.ORGANIZATION_DISABLED,
            ErrorClass.SERVER_BUSY,
            ErrorClass.SERVICE_CALL,
            ErrorClass.SQL,
            ErrorClass.WORKFLOW_SYSTEM_PAUSED,
            ErrorClass.NETWORK,
            ErrorClass.WORKFLOW_RECORD_MISSING,
            ErrorClass.HTTP_UNAUTHORIZED,
            ErrorClass.HTTP_FAILURE,
            ErrorClass.CUSTOM_CODE_ABORTED,
            ErrorClass.DEADLINE,
            ErrorClass.ANYTHING_ELSE);

    private record Remembered(long registrations, OutcomePolicy policy) {}

    private final OutcomePolicy standard;
    private final RetrySchedule retries;
    private final Requester requester;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    /**
     * The policies of organizations.
     *
     * @param standard what holds where an organization has no rule
     * @param retries what a rule leaves open of its waits
     */
    public OutcomeRules(OutcomePolicy standard, RetrySchedule retries, Requester requester) {
        this.standard = standard;
        this.retries = retries;
        this.requester = requester;
    }

    /** The policy of an organization as it stands. */
    public OutcomePolicy of(String organization) throws SQLException {
        return requester.inTransaction(organization, this::policy);
    }

    private OutcomePolicy policy(RequestContext context) {
        long registrations = context.organization().registrations();
        if (registrations == 0) {
            return standard;
        }
        Remembered last = remembered.get(context.organization().name());
        if (last == null || last.registrations() != registrations) {
            OutcomePolicy policy = standard;
            for (Entity rule : new RecordReader(context.unrestricted()).all("asyncoutcomerule", ColumnSet.all())) {
                policy = with(policy, rule);
            }
            last = new Remembered(registrations, policy);
            remembered.put(context.organization().name(), last);
        }
        return last.policy();
    }

    private OutcomePolicy with(OutcomePolicy policy, Entity rule) {
        ErrorClass error = CLASSES.get(number(rule, "errorclass") - 1);
        Column column = number(rule, "appliesto") == 0 ? Column.OPERATION : Column.WORKFLOW;
        return switch (number(rule, "action")) {
            case 0 -> policy.with(error, column, Action.FAIL);
            case 1 -> {
                RetrySchedule own = schedule(rule);
                yield own == null ? policy.with(error, column, Action.RETRY) : policy.with(error, column, own);
            }
            default -> policy.with(error, column, Action.SUSPEND);
        };
    }

    /** The waits of a rule; null when it says nothing of them. */
    private @Nullable RetrySchedule schedule(Entity rule) {
        Integer base = rule.get("retrybaseseconds", Integer.class);
        BigDecimal factor = rule.get("retryfactor", BigDecimal.class);
        Integer most = rule.get("maxretries", Integer.class);
        return base == null && factor == null && most == null
                ? null
                : new RetrySchedule(
                        base == null ? retries.base() : Duration.ofSeconds(base),
                        factor == null ? retries.factor() : factor.doubleValue(),
                        most == null ? retries.maxRetries() : most);
    }

    private static int number(Entity rule, String attribute) {
        return Objects.requireNonNull(rule.get(attribute, OptionSetValue.class)).value();
    }
}
