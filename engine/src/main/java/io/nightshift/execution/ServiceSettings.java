package io.nightshift.execution;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OutcomePolicy;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.queue.RetentionTimes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * The settings of a node. Start from {@link #DEFAULT} and change what you need.
 *
 * @param nodeName the name people see; the default is that of the machine and the process
 * @param slots how many handlers run at once, 1 to 10,000
 * @param lease after how long without a sign of life a node is declared dead; at least a second, and above the failover
 *     time of the database where it has one
 * @param drain how long running handlers may go on when the node stops
 * @param poll the longest pause between two looks for work of an idle node; with work it looks up to four times a second
 * @param hints over which connection it hears of what other processes enqueue
 * @param retention how long what has ended is kept
 * @param retries the schedule of handlers that have none of their own
 */
public record ServiceSettings(
        String nodeName,
        int slots,
        Duration lease,
        Duration drain,
        Duration poll,
        RetrySchedule retries,
        OutcomePolicy outcomes,
        HintConnection hints,
        RetentionTimes retention) {

    public static final ServiceSettings DEFAULT = new ServiceSettings(
            thisProcess(),
            50,
            Duration.ofSeconds(10),
            Duration.ofSeconds(25),
            Duration.ofSeconds(1),
            RetrySchedule.STANDARD,
            OutcomePolicy.STANDARD,
            HintConnection.OF_THE_SERVICE,
            RetentionTimes.DEFAULT);

    public ServiceSettings {
        if (slots < 1 || slots > 10_000) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A node has 1 to 10,000 slots; got " + slots + ".");
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofHours(1)) > 0) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A lease lasts from one second to one hour; got " + lease + ".");
        }
    }

    public ServiceSettings nodeName(String name) {
        return new ServiceSettings(name, slots, lease, drain, poll, retries, outcomes, hints, retention);
    }

    public ServiceSettings slots(int count) {
        return new ServiceSettings(nodeName, count, lease, drain, poll, retries, outcomes, hints, retention);
    }

    public ServiceSettings lease(Duration time) {
        return new ServiceSettings(nodeName, slots, time, drain, poll, retries, outcomes, hints, retention);
    }

    public ServiceSettings drain(Duration time) {
        return new ServiceSettings(nodeName, slots, lease, time, poll, retries, outcomes, hints, retention);
    }

    public ServiceSettings poll(Duration time) {
        return new ServiceSettings(nodeName, slots, lease, drain, time, retries, outcomes, hints, retention);
    }

    public ServiceSettings retries(RetrySchedule schedule) {
        return new ServiceSettings(nodeName, slots, lease, drain, poll, schedule, outcomes, hints, retention);
    }

    public ServiceSettings outcomes(OutcomePolicy policy) {
        return new ServiceSettings(nodeName, slots, lease, drain, poll, retries, policy, hints, retention);
    }

    public ServiceSettings hints(HintConnection over) {
        return new ServiceSettings(nodeName, slots, lease, drain, poll, retries, outcomes, over, retention);
    }

    public ServiceSettings retention(RetentionTimes times) {
        return new ServiceSettings(nodeName, slots, lease, drain, poll, retries, outcomes, hints, times);
    }

    private static String thisProcess() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return host + ":" + ProcessHandle.current().pid();
    }
}
