package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTypeTest {

    /** The numbers of Dynamics (dynamics-facts 3). */
    private static final int[] DYNAMICS = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32, 35, 38, 40, 41, 42, 43, 44, 45, 46, 47, 49, 50, 51, 52, 53, 54, 56, 57, 58, 59, 62, 63, 65, 68, 69, 71,
        72, 73, 75, 76, 79, 85, 86, 87, 90, 91, 92, 93, 94, 95, 96, 98, 100, 101, 102, 103, 201, 202, 203, 204, 207,
        208, 209, 210, 211, 239, 250, 300, 301, 302, 304, 305, 306, 307, 308, 309, 320, 321, 322, 12801, 190690091,
        190690092
    };

    private static final Set<Integer> PROTECTED = Set.of(9, 16, 18, 19, 20, 22, 24, 25, 27, 31);
    private static final Set<Integer> ROLLUP = Set.of(57, 58);

    @Test
    void theTypesAreThoseOfDynamicsAndOneOfOurs() {
        Set<Integer> expected = Arrays.stream(DYNAMICS).boxed().collect(Collectors.toCollection(HashSet::new));
        assertThat(expected).hasSize(104);
        expected.add(0);
        assertThat(Arrays.stream(OperationType.values()).map(OperationType::code))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void eachIsFoundByItsNumber() {
        for (OperationType type : OperationType.values()) {
            assertThat(OperationType.of(type.code())).isSameAs(type);
            assertThat(type.label()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, Custom",
        "1, System Event",
        "10, Workflow",
        "13, Bulk Delete",
        "54, Execute Async Request",
        "58, Mass Calculate Rollup Field",
        "103, Cancel Async Operations (System)",
        "203, Import Solution",
        "190690092, AI Builder Prediction Events"
    })
    void theNamesAreThoseOfDynamics(int code, String label) {
        assertThat(OperationType.of(code).label()).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 33, 34, 36, 48, 55, 99, 303, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anUnknownNumberIsRefused(int code) {
        assertThatThrownBy(() -> OperationType.of(code))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.hexCode()).isEqualTo("0x80044303"))
                .hasMessageContaining(String.valueOf(code));
    }

    @Test
    void tenTypesAreProtectedTwoAreRollupsAndTheRestIsOpen() {
        for (OperationType type : OperationType.values()) {
            Capabilities expected = PROTECTED.contains(type.code())
                    ? Capabilities.PROTECTED
                    : ROLLUP.contains(type.code()) ? Capabilities.ROLLUP : Capabilities.OPEN;
            assertThat(type.capabilities()).as("%s", type).isEqualTo(expected);
        }
    }

    @Test
    void aTypeThatCannotBeResumedDoesNotWaitForAPerson() {
        assertThat(Capabilities.PROTECTED.canWaitForPerson()).isFalse();
        assertThat(Capabilities.ROLLUP.canWaitForPerson()).isTrue();
        assertThat(Capabilities.OPEN.canWaitForPerson()).isTrue();
    }

    @Test
    void plugInStepsAreOfThePriorityClassAndOnlyWorkflowsAreWorkflows() {
        for (OperationType type : OperationType.values()) {
            assertThat(type.priorityClass())
                    .isEqualTo(type.code() == 1 ? PriorityClass.PRIORITY : PriorityClass.REGULAR);
            assertThat(type.isWorkflow()).isEqualTo(type.code() == 10);
        }
    }
}
