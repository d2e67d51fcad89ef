package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.Kept;
import io.nightshift.operation.Operation;
import io.nightshift.operation.PriorityClass;
import io.nightshift.operation.Recurrence;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alone or among others, by a short statement or by the whole one: the same request makes the same row. */
class NewRowsTest {

    private static final UUID SOMEBODY = UUID.fromString("11111111-1111-4111-8111-111111111111");

    private static final Map<String, Operation> REQUESTS = Map.ofEntries(
            Map.entry("plain", work()),
            Map.entry("data", work().data("7")),
            Map.entry("large data", work().data("x".repeat(100_000))),
            Map.entry("class", work().priorityClass(PriorityClass.PRIORITY)),
            Map.entry("kept", work().kept(Kept.LONG)),
            Map.entry("name", work().name("Another name")),
            Map.entry("lane", work().token("lane")),
            Map.entry("limit", work().limit("key", 3)),
            Map.entry("postponed", work().postponeUntil(Instant.parse("2999-01-01T00:00:00Z"))),
            Map.entry("owner", work().owner(SOMEBODY)),
            Map.entry("parent", work().parent(SOMEBODY)),
            Map.entry("correlation", work().correlation(SOMEBODY, 0)),
            Map.entry("depth", work().correlation(null, 3)),
            Map.entry("regarding", work().regarding("account", SOMEBODY)),
            Map.entry("series", work().token("lane").recurrence(Recurrence.of("FREQ=YEARLY;INTERVAL=1"))));

    private static Operation work() {
        return Operation.named("work");
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aloneAndAmongOthers(TestDatabase.Version version) throws Exception {
        try (TestDatabase database = TestDatabase.create(version);
                Connection connection = database.dataSource().getConnection()) {
            OperationQueue queue =
                    new OperationQueue(QueueStore.open(database.dataSource(), new SystemClock(), "default"));
            List<Operation> all = new ArrayList<>(REQUESTS.values());
            List<UUID> together = queue.enqueue(all);
            for (int i = 0; i < all.size(); i++) {
                Operation request = all.get(i);
                String expected = row(connection, together.get(i));
                assertThat(row(connection, queue.enqueue(request))).isEqualTo(expected);
                assertThat(row(
                                connection,
                                queue.enqueue(List.of(request, request)).getLast()))
                        .isEqualTo(expected);
            }
        }
    }

    /** All of a row but what makes it different from any other, and a time that goes by the clock. */
    private static String row(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT (to_jsonb(o) - 'operation_id' - 'sequence' - 'created_on' - 'postpone_until')::text"
                        + " || (o.postpone_until IS NULL)"
                        + " FROM nightshift.operation o WHERE operation_id = ?")) {
            statement.setObject(1, id);
            try (ResultSet found = statement.executeQuery()) {
                assertThat(found.next()).isTrue();
                return found.getString(1);
            }
        }
    }
}
