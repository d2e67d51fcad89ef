package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.RunningLimit;
import io.nightshift.queue.RunningLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A limit holds on all nodes together, is used whole, follows changes, and costs what is not under it nothing. */
class RunningLimitTest {

    private static final Author ADA = new Author("ada", "the ERP takes no more");
    private static final RunningLimit.Scope DEFAULT = new RunningLimit.Scope("default", null);

    /** Operations that run until they are let go, counted by the handlers themselves. */
    private static final class Gate {
        final Semaphore end = new Semaphore(0);
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();

        Outcome pass(OperationContext context) throws Exception {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                end.acquire();
            } finally {
                running.decrementAndGet();
                ended.incrementAndGet();
            }
            return Outcome.succeeded();
        }
    }

    private static org.awaitility.core.ConditionFactory soon() {
        return Awaitility.await();
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void twoNodesShareALimitAndItFollowsChanges(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            Gate gate = new Gate();
            RunningLimits limits = fixture.service().queue().limits();
            RunningLimit limit = limits.set(DEFAULT, 3, ADA);
            List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                operations.add(Operation.named("work"));
            }
            List<UUID> ids = fixture.service().queue().enqueue(operations);
            fixture.start(gate::pass);
            fixture.node(ServiceFixture.SETTINGS.nodeName("second"))
                    .handle("work", gate::pass)
                    .handle("free", context -> Outcome.succeeded())
                    .start();
            soon().until(() -> gate.running.get() == 3);
            // What is under no limit goes on.
            fixture.service().queue().organizations().create("other");
            UUID free = fixture.enqueue(Operation.named("free").organization("other"));
            soon().until(() -> fixture.service()
                    .systemJobs()
                    .get("other", free)
                    .orElseThrow()
                    .isCompleted());
            soon().until(() -> limits.list().getFirst().running() == 3);
            List<Explanation> why = fixture.service().systemJobs().explain(null, ids.getLast());
            assertThat(why).extracting(Explanation::kind).contains(Explanation.Kind.RUNNING_LIMIT);
            assertThat(why.getFirst().sentence())
                    .isEqualTo("Of all operations of 'default' at most 3 may run at a time (limit " + limit.number()
                            + ", set by ada: the ERP takes no more); 3 run now.");
            gate.end.release(20);
            soon().until(() -> gate.ended.get() == 20 && gate.running.get() == 3);
            assertThat(gate.most).hasValue(3);

            limits.set(DEFAULT, 6, ADA);
            soon().until(() -> gate.running.get() == 6);
            limits.set(DEFAULT, 1, ADA);
            soon().until(() -> limits.list().getFirst().running() == 6);
            gate.end.release(5);
            soon().until(() -> gate.running.get() == 1);
            gate.end.release(3);
            soon().until(() -> gate.ended.get() == 28 && gate.running.get() == 1);
            assertThat(gate.most).hasValue(6);

            limits.remove(limits.list().getFirst().number(), ADA);
            gate.end.release(1000);
            soon().until(() -> gate.ended.get() == 60);
            assertThat(limits.list()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatANodeHadIsFreeWhenItHasGone(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            Gate gate = new Gate();
            RunningLimits limits = fixture.service().queue().limits();
            limits.set(new RunningLimit.Scope(null, OperationType.CUSTOM), 2, ADA);
            fixture.start(gate::pass);
            for (int i = 0; i < 6; i++) {
                fixture.enqueue();
            }
            soon().until(() -> gate.running.get() == 2);
            AsyncService second = fixture.node(ServiceFixture.SETTINGS.nodeName("second"));
            second.handle("work", gate::pass).start();
            gate.end.release(2);
            fixture.service().close();
            soon().until(() -> second.health().running() == 2);
            gate.end.release(10);
            soon().until(() -> gate.ended.get() >= 6);
            assertThat(gate.most).hasValue(2);
        }
    }

    @Test
    void badLimitsAreRefused() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.Version.PG18)) {
            RunningLimits limits = fixture.service().queue().limits();
            refused(ErrorCode.INVALID_ARGUMENT, () -> limits.set(DEFAULT, 0, ADA));
            refused(ErrorCode.INVALID_ARGUMENT, () -> new RunningLimit.Scope(null, null));
            refused(ErrorCode.OBJECT_DOES_NOT_EXIST, () -> limits.set(new RunningLimit.Scope("nobody", null), 1, ADA));
            refused(ErrorCode.OBJECT_DOES_NOT_EXIST, () -> limits.remove(77, ADA));
            assertThat(limits.list()).isEmpty();
        }
    }

    private static void refused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceFault.class,
                        fault -> assertThat(fault.errorCode()).isEqualTo(code.code()));
    }
}
