package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.postgres.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A key that is forgotten by another node between the look whether it is free and the look whose it is. */
class ExpiringKeyTest {

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aKeyThatExpiresWhileItIsLookedUpIsTaken(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            Operation once = Operation.named("work").key("once");
            UUID first = fixture.queue.enqueue(once);
            int[] expired = new int[1];
            try (Connection plain = fixture.dataSource().getConnection()) {
                Connection committing = (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                            if (method.getName().equals("prepareStatement")
                                    && ((String) arguments[0]).startsWith("SELECT organization_id, key")
                                    && expired[0]++ == 0) {
                                fixture.execute("DELETE FROM nightshift.enqueue_key");
                            }
                            try {
                                return method.invoke(plain, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
                UUID second = fixture.queue.enqueue(committing, once);
                assertThat(expired[0]).isEqualTo(1);
                assertThat(second).isNotEqualTo(first);
                assertThat(fixture.queue.enqueue(committing, once)).isEqualTo(second);
            }
            fixture.move(Duration.ofHours(25));
            assertThat(fixture.queue.enqueue(once)).as("a day later").isNotEqualTo(first);
        }
    }
}
