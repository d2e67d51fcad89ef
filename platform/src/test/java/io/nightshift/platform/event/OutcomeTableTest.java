package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.OperationStatus;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The seed's table of what becomes of an error, case by case, for plain operations; HTTP answers are in WebhooksTest. */
@ParameterizedClass
@MethodSource("versions")
class OutcomeTableTest {

    private static final Standing RETRY = Standing.suspended(Cause.RETRY);
    private static final Standing PERSON = Standing.suspended(Cause.PERSON);
    private static final Standing FAILED = new Standing(StatusCode.FAILED, null);

    private final Map<String, Supplier<RuntimeException>> errors = new LinkedHashMap<>();
    private final Map<String, Expected> expected = new LinkedHashMap<>();
    private final EventFixture fixture;
    private final Events events;

    private record Expected(Standing standing, Integer code) {}

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    OutcomeTableTest(TestDatabase.Version version) throws Exception {
        fixture = EventFixture.shared(version);
        events = fixture.organization();
        events.asynchronous("Create", "account", services -> {
            Entity target = (Entity) services.context().inputParameters().get("Target");
            throw errors.get(String.valueOf(target.get("name"))).get();
        });
    }

    private void row(String name, Supplier<RuntimeException> error, Standing standing, Integer code) {
        errors.put(name, error);
        expected.put(name, new Expected(standing, code));
    }

    @Test
    void everyRowOfTheTable() {
        row("infinite loop", () -> fault(0x80044182), FAILED, 0x80044182);
        row("organization disabled", () -> fault(0x8004A104), RETRY, 0x8004A104);
        row("scale group disabled", () -> fault(0x8004A107), RETRY, 0x8004A107);
        row("server busy", () -> fault(0x8004A001), RETRY, 0x8004A001);
        row("service call: other", () -> fault(0x80040217), FAILED, 0x80040217);
        row("sql", () -> new IllegalStateException(new SQLException("broken")), RETRY, 0x80040216);
        row("sql in a service call", () -> fault(0x80040216), RETRY, 0x80040216);
        row("network", () -> new UncheckedIOException(new ConnectException("refused")), RETRY, 0x80044306);
        row("plug-in aborts", () -> new InvalidPluginExecutionException("No."), FAILED, 0x80040265);
        row("failed", () -> aborted(OperationStatus.FAILED), FAILED, 0x80040265);
        row("canceled", () -> aborted(OperationStatus.CANCELED), new Standing(StatusCode.CANCELED, null), null);
        row("retry", () -> aborted(OperationStatus.RETRY), RETRY, 0x80040265);
        row("suspended", () -> aborted(OperationStatus.SUSPENDED), PERSON, 0x80040265);
        row("succeeded", () -> aborted(OperationStatus.SUCCEEDED), new Standing(StatusCode.SUCCEEDED, null), null);
        row("anything else", () -> new ArithmeticException("1/0"), FAILED, 0x80040224);
        row("a fault within", () -> new IllegalStateException(fault(0x80040217)), FAILED, 0x80040217);
        Map<String, UUID> ids = new LinkedHashMap<>();
        errors.keySet()
                .forEach(name -> ids.put(name, events.service().create(new Entity("account").set("name", name))));
        expected.forEach((name, outcome) -> {
            AsyncOperation ended =
                    await(ids.get(name), operation -> operation.standing().equals(outcome.standing()));
            if (outcome.code() != null) {
                assertThat(ended.errorCode()).as(name).isEqualTo(outcome.code());
            }
            if (outcome.standing().equals(PERSON)) {
                assertThat(ended.postponeUntil()).isEqualTo(AsyncOperation.NEVER);
            }
            if (outcome.standing().equals(RETRY)) {
                cancel(ended.id());
            }
        });
    }

    @Test
    void anOrganizationsRuleOverridesItsCellAndSaysTheWaits() {
        events.service().create(rule(4, 0, 1).set("retrybaseseconds", 7).set("retryfactor", BigDecimal.ONE));
        events.service().create(rule(13, 1, 2));
        row("service call", () -> fault(0x80040217), RETRY, 0x80040217);
        row("anything else", () -> new ArithmeticException("1/0"), FAILED, 0x80040224);
        UUID first = events.service().create(new Entity("account").set("name", "service call"));
        UUID second = events.service().create(new Entity("account").set("name", "anything else"));
        AsyncOperation retried = await(first, operation -> operation.standing().equals(RETRY));
        assertThat(Duration.between(retried.startedOn(), retried.postponeUntil()))
                .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(30));
        cancel(retried.id());
        await(second, operation -> operation.standing().equals(FAILED));
    }

    private static Entity rule(int error, int appliesTo, int action) {
        return new Entity("asyncoutcomerule")
                .set("name", "test")
                .set("errorclass", new OptionSetValue(error))
                .set("appliesto", new OptionSetValue(appliesTo))
                .set("action", new OptionSetValue(action));
    }

    private static RuntimeException fault(int code) {
        return new OrganizationServiceFault(code, "A call was refused.");
    }

    private static RuntimeException aborted(OperationStatus status) {
        return new InvalidPluginExecutionException(status, 7, "As it says.");
    }

    private AsyncOperation await(UUID regarding, Predicate<AsyncOperation> like) {
        return Awaitility.await()
                .until(
                        () -> events.operations().stream()
                                .filter(operation -> regarding.equals(operation.regardingId()))
                                .findFirst()
                                .orElseThrow(),
                        like);
    }

    private void cancel(UUID id) {
        try {
            fixture.async().queue().move(Move.CANCEL, events.name(), id, new Author("test", null));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
