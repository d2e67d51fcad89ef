package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two tables of the seed asynchronous-operation-states: states with their statuses, and the restricted jobs. */
class SeedTablesTest {

    private static final String STATUSES = """
            Ready,     Waiting For Resources, 0
            Suspended, Waiting,               10
            Locked,    In Progress,           20
            Locked,    Pausing,               21
            Locked,    Canceling,             22
            Completed, Succeeded,             30
            Completed, Failed,                31
            Completed, Canceled,              32
            """;

    @ParameterizedTest
    @CsvSource(textBlock = STATUSES)
    void eachStatusHasItsStateAndNumber(String state, String status, int number) {
        StatusCode found = StatusCode.of(number);
        assertThat(found.label()).isEqualTo(status);
        assertThat(found.state().label()).isEqualTo(state);
        assertThat(found.isFinal()).isEqualTo(state.equals("Completed"));
    }

    @Test
    void thereIsNoOtherStatusAndNoOtherState() {
        assertThat(StatusCode.values()).hasSameSizeAs(STATUSES.lines().toList());
        for (StateCode state : StateCode.values()) {
            assertThat(StateCode.of(state.code())).isSameAs(state);
            assertThat(StatusCode.defaultOf(state).state()).isSameAs(state);
        }
        assertThat(StateCode.values()).extracting(StateCode::code).containsExactly(0, 1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "Calculate Organization Maximum Storage Size, 22",
        "Calculate Organization Storage Size, 18",
        "Collect Organization Database Statistics, 19",
        "Collection Organization Size Statistics, 20",
        "Collect Organization Statistics, 16",
        "SQM Data Collection, 9",
        "Organization Full Text Catalog Index, 25",
        "Storage Limit Notification, 31",
        "Update Statistic Intervals, 24",
        "Update Contract States, 27"
    })
    void eachRestrictedJobRefusesCancelPauseAndResumeWhereOthersObey(String name, int number) {
        OperationType type = OperationType.of(number);
        assertThat(type.label()).isEqualTo(name);
        refused(type, Move.CANCEL, Standing.READY);
        refused(type, Move.PAUSE, Standing.IN_PROGRESS);
        refused(type, Move.RESUME, Standing.suspended(Cause.POSTPONED));
    }

    private static void refused(OperationType type, Move move, Standing from) {
        assertThat(Lifecycle.effect(from, move, false, Capabilities.OPEN)).isInstanceOf(Lifecycle.Effect.To.class);
        assertThat(Lifecycle.effect(from, move, false, type.capabilities()))
                .isInstanceOf(Lifecycle.Effect.Refused.class);
    }
}
