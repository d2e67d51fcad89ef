package io.nightshift.operation;

import static io.nightshift.operation.OutcomePolicy.Action.FAIL;
import static io.nightshift.operation.OutcomePolicy.Action.RETRY;
import static io.nightshift.operation.OutcomePolicy.Action.SUSPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.OutcomePolicy.Action;
import io.nightshift.operation.OutcomePolicy.Column;
import io.nightshift.operation.OutcomePolicy.ErrorClass;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the seed when-jobs-fail-suspend-or-retry, row by row. */
class OutcomePolicyTest {

    private static final String TABLE = """
            INFINITE_LOOP,           FAIL,    FAIL
            ORGANIZATION_DISABLED,   RETRY,   RETRY
            SERVER_BUSY,             RETRY,   RETRY
            SERVICE_CALL,            FAIL,    SUSPEND
            SQL,                     RETRY,   RETRY
            WORKFLOW_SYSTEM_PAUSED,  SUSPEND, SUSPEND
            NETWORK,                 RETRY,   RETRY
            WORKFLOW_RECORD_MISSING, SUSPEND, SUSPEND
            HTTP_UNAUTHORIZED,       SUSPEND, SUSPEND
            HTTP_FAILURE,            RETRY,   RETRY
            CUSTOM_CODE_ABORTED,     FAIL,    FAIL
            DEADLINE,                FAIL,    FAIL
            ANYTHING_ELSE,           FAIL,    FAIL
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void eachRowOfTheSeed(ErrorClass error, Action operation, Action workflow) {
        assertThat(OutcomePolicy.STANDARD.action(error, Column.OPERATION)).isEqualTo(operation);
        assertThat(OutcomePolicy.STANDARD.action(error, Column.WORKFLOW)).isEqualTo(workflow);
    }

    @Test
    void everyErrorClassHasARow() {
        assertThat(TABLE.lines().map(line -> ErrorClass.valueOf(line.split(",")[0])))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(ErrorClass.values()));
    }

    @Test
    void oneCellCanBeChangedAndTheOthersStay() {
        OutcomePolicy changed = OutcomePolicy.STANDARD.with(ErrorClass.SQL, Column.WORKFLOW, SUSPEND);
        for (ErrorClass error : ErrorClass.values()) {
            for (Column column : Column.values()) {
                boolean theCell = error == ErrorClass.SQL && column == Column.WORKFLOW;
                assertThat(changed.action(error, column))
                        .isEqualTo(theCell ? SUSPEND : OutcomePolicy.STANDARD.action(error, column));
            }
        }
        assertThat(OutcomePolicy.STANDARD.action(ErrorClass.SQL, Column.WORKFLOW))
                .isEqualTo(RETRY);
        assertThat(changed.with(ErrorClass.SQL, Column.WORKFLOW, FAIL).action(ErrorClass.SQL, Column.WORKFLOW))
                .isEqualTo(FAIL);
    }
}
