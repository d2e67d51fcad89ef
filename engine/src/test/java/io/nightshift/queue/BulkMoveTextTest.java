package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bulk move is enqueued with comes back as it was, and nothing else is read. */
class BulkMoveTextTest {

    @Test
    void everyConditionComesBackAsItWas() {
        Search search = Search.all()
                .in("here")
                .states(Set.of(StateCode.READY))
                .statuses(Set.of(StatusCode.WAITING_FOR_RESOURCES))
                .causes(Set.of(Cause.RETRY, Cause.POSTPONED))
                .types(Set.of(OperationType.WORKFLOW))
                .message("a=b&c%20;d\n")
                .nameContains("100 %")
                .token("ä&move=delete")
                .parent(new UUID(1, 2))
                .createdFrom(Instant.parse("2026-01-02T03:04:05.678901Z"))
                .series(false);
        BulkMove bulk = new BulkMove(
                search, Move.POSTPONE, Instant.parse("2027-01-01T00:00:00Z"), new Author("ann & bob", "why=not"));
        assertThat(BulkMove.parse(bulk.text(), "here")).isEqualTo(bulk);
        assertThat(BulkMove.parse(bulk.upTo(5).text(), "here")).isEqualTo(bulk.upTo(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "move=explode&author=a",
                "move=claim&author=a",
                "move=cancel&move=delete&author=a",
                "move=cancel&author=a&until=2027-01-01T00:00:00Z",
                "move=postpone&author=a",
                "move=postpone&author=a&until=tomorrow",
                "move=cancel&author=a&colour=red",
                "move=cancel&author=a&status",
                "move=cancel&author=a&status=asleep",
                "move=cancel&author=a&token=%zz",
                "move=cancel&author=a&parent=7"
            })
    void whatIsNotSuchATextIsRefused(String text) {
        assertThatThrownBy(() -> BulkMove.parse(text, "here")).isInstanceOf(ServiceFault.class);
    }

    @Test
    void aTallyComesBackAsItWas() {
        BulkTally tally = new BulkTally("019aa8f0-7d3c-7c41-9b5e-2f6d1c0a9b11", 9998, 1, Map.of(0x80044165, 2L), 3);
        assertThat(BulkTally.parse(tally.text())).isEqualTo(tally);
        assertThat(tally).hasToString("9,998 moved, 1 unchanged, 2 refused (0x80044165: 2), 3 vanished");
        assertThat(BulkTally.parse(null).plus(null, List.of()).isEnd()).isTrue();
    }
}
