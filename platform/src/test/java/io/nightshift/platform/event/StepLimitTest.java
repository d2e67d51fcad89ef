package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformSettings;
import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Plugin;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Synchronous plug-ins that do not end, and those that take the memory: the request fails, and the node goes on. */
class StepLimitTest {

    /** Enough for a plug-in that does nothing. */
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Enough for one that writes, on a machine that has other things to do. */
    private static final Duration ENOUGH = Duration.ofSeconds(4);

    private final EventFixture fixture;
    private final Events events;
    private Platform platform;
    private OrganizationService service;

    StepLimitTest() throws Exception {
        fixture = EventFixture.shared(TestDatabase.versions().getLast());
        events = fixture.lasting("limits");
        events.forgetSteps();
        limit(SHORT);
    }

    private void limit(Duration limit) throws SQLException {
        platform = new Platform(
                fixture.pool(), fixture.async().queue(), PlatformSettings.DEFAULT.stepLimit(limit), List.of());
        service = platform.service(
                events.name(), platform.organization(events.name()).systemUserId());
    }

    private void onCreate(Plugin plugin) {
        String type = "test." + UUID.randomUUID();
        platform.plugin(type, () -> plugin);
        UUID handler = service.create(new Entity("plugintype").set("typename", type));
        service.create(events.step(
                "Create",
                "account",
                Stage.POST_OPERATION,
                Mode.SYNCHRONOUS,
                new EntityReference("plugintype", handler)));
    }

    private void timesOut(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(OrganizationServiceFault.class, fault -> {
            assertThat(fault.hexCode()).isEqualTo(FaultCode.PLUGIN_TIMEOUT.hex());
            assertThat(fault.getMessage()).contains("Create of account", "0.3 s");
        });
    }

    /** As on a machine that stood still for longer than the limit. */
    private static boolean isTimeout(Throwable thrown) {
        return thrown instanceof OrganizationServiceFault fault && fault.is(FaultCode.PLUGIN_TIMEOUT);
    }

    private Entity named(String name) {
        return new Entity("account").set("name", name);
    }

    private boolean exists(String name) {
        return !service.retrieveMultiple(new QueryByAttribute("account", ColumnSet.of("name")).where("name", name))
                .entities()
                .isEmpty();
    }

    @Test
    void oneThatBlocksIsInterruptedAndNothingOfTheRequestIsWritten() {
        onCreate(services -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        timesOut(() -> service.create(named("blocked")));
        assertThat(Thread.currentThread().isInterrupted())
                .as("the caller goes on as it was")
                .isFalse();
        assertThat(exists("blocked")).isFalse();
    }

    @Test
    void oneThatSwallowsTheInterruptIsRefusedItsCallsAndFailsAllTheSame() {
        AtomicReference<OrganizationServiceFault> refused = new AtomicReference<>();
        onCreate(services -> {
            OrganizationService records =
                    services.organizationService(services.context().userId());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException swallowed) {
                try {
                    records.create(new Entity("contact").set("lastname", "Too late"));
                } catch (OrganizationServiceFault fault) {
                    refused.set(fault);
                }
            }
        });
        timesOut(() -> service.create(named("swallowed")));
        // The caller may be told before the plug-in is.
        Awaitility.await().until(() -> refused.get() != null);
        assertThat(refused.get().hexCode()).isEqualTo(FaultCode.PLUGIN_TIMEOUT.hex());
        assertThat(exists("swallowed")).isFalse();
    }

    /** It holds a lock and never ends: those who wait for the lock get it, while its thread runs on. */
    @Test
    void oneThatNeverEndsLosesItsConnectionSoThatNobodyWaitsForItsLocks() throws Exception {
        limit(ENOUGH);
        UUID wanted = service.create(new Entity("contact").set("lastname", "Wanted"));
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch holds = new CountDownLatch(1);
        onCreate(services -> {
            services.organizationService(services.context().userId())
                    .update(new Entity("contact", wanted).set("lastname", "Mine"));
            holds.countDown();
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        try (ExecutorService callers = Executors.newFixedThreadPool(1)) {
            AtomicReference<Future<UUID>> last = new AtomicReference<>();
            Awaitility.await().until(() -> {
                // A machine that stood still for longer than the limit is asked again.
                if (last.get() == null || last.get().isDone()) {
                    last.set(callers.submit(() -> service.create(named("stuck"))));
                }
                return holds.getCount() == 0;
            });
            Future<UUID> stuck = last.get();
            service.update(new Entity("contact", wanted).set("lastname", "Free again"));
            assertThat(stuck.isDone()).isFalse();
            end.countDown();
            assertThatThrownBy(() -> stuck.get(120, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            OrganizationServiceFault.class,
                            fault -> assertThat(fault.hexCode()).isEqualTo(FaultCode.PLUGIN_TIMEOUT.hex()));
        }
        assertThat(exists("stuck")).isFalse();
        assertThat(service.retrieve("contact", wanted, ColumnSet.of("lastname")).get("lastname"))
                .isEqualTo("Free again");
    }

    /** Its call waits in PostgreSQL for somebody else's lock, where no interrupt is heard. */
    @Test
    void oneWhoseCallWaitsForALockEndsToo() throws Exception {
        UUID wanted = service.create(new Entity("contact").set("lastname", "Wanted"));
        onCreate(services -> services.organizationService(services.context().userId())
                .update(new Entity("contact", wanted).set("lastname", "Mine")));
        try (Connection holder = fixture.pool().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from \"org_" + events.name() + "\".contact for update");
            timesOut(() -> service.create(named("waiting")));
            holder.rollback();
        }
        Awaitility.await().until(() -> !exists("waiting"));
        service.update(new Entity("contact", wanted).set("lastname", "Free"));
    }

    @Test
    void oneThatFillsTheMemoryFailsItsRequestAndNothingElse() {
        onCreate(services -> {
            byte[][] all = new byte[1 << 20][];
            for (int i = 0; i < all.length; i++) {
                all[i] = new byte[Integer.MAX_VALUE];
            }
        });
        assertThatThrownBy(() -> service.create(named("greedy")))
                .isInstanceOfSatisfying(OrganizationServiceFault.class, fault -> {
                    assertThat(fault.hexCode()).isEqualTo(FaultCode.ISV_UNEXPECTED.hex());
                    assertThat(fault.getMessage()).contains("OutOfMemoryError");
                });
        assertThat(exists("greedy")).isFalse();
        assertThat(service.create(new Entity("contact").set("lastname", "As before")))
                .isNotNull();
    }

    @Test
    void oneThatEndsInTimeIsLeftAlone() throws SQLException {
        limit(ENOUGH);
        onCreate(services -> services.organizationService(services.context().userId())
                .create(new Entity("contact").set("lastname", "In time")));
        Awaitility.await()
                .ignoreExceptionsMatching(StepLimitTest::isTimeout)
                .until(() -> service.create(named("quick")) != null);
        assertThat(exists("quick")).isTrue();
        Awaitility.await()
                .pollDelay(ENOUGH.plus(SHORT))
                .until(() -> !Thread.currentThread().isInterrupted());
    }
}
