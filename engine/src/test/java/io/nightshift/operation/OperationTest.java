package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an operation to be enqueued accepts, {@link DependencyToken} with it. */
class OperationTest {

    private static final Operation INVOICE = Operation.named("send-invoice");

    @Test
    void namedMeansACustomTypeFoundByItsMessage() {
        assertThat(INVOICE.type()).isEqualTo(OperationType.CUSTOM);
        assertThat(INVOICE.messageName()).isEqualTo("send-invoice");
        assertThat(INVOICE.name()).isEqualTo("send-invoice");
        assertThat(INVOICE.priorityClass()).isEqualTo(PriorityClass.REGULAR);
        assertThat(INVOICE.onDuplicate()).isEqualTo(Operation.OnDuplicate.RETURN);
        assertThat(INVOICE.kept()).isEqualTo(Kept.LONG);
    }

    @Test
    void aTypeBringsItsNameAndClass() {
        Operation event = Operation.of(OperationType.SYSTEM_EVENT);
        assertThat(event.name()).isEqualTo("System Event");
        assertThat(event.priorityClass()).isEqualTo(PriorityClass.PRIORITY);
        assertThat(event.messageName()).isNull();
    }

    @Test
    void everyChangeIsACopy() {
        UUID id = UUID.randomUUID();
        Operation changed =
                INVOICE.data("{}").token("customer-42").id(id).key("k").correlation(id, 3);
        assertThat(changed.data()).isEqualTo("{}");
        assertThat(changed.token()).isEqualTo("customer-42");
        assertThat(changed.id()).isEqualTo(id);
        assertThat(changed.depth()).isEqualTo(3);
        assertThat(INVOICE.data()).isNull();
        assertThat(INVOICE.token()).isNull();
        assertThat(INVOICE.id()).isNull();
    }

    @Test
    void textsMayFillTheirLimitAndNotMore() {
        assertThat(INVOICE.name("n".repeat(256)).name()).hasSize(256);
        refused(() -> INVOICE.name("n".repeat(257)), "257");
        assertThat(INVOICE.message("m".repeat(160)).messageName()).hasSize(160);
        refused(() -> INVOICE.message("m".repeat(161)), "161");
        refused(() -> INVOICE.message("  "), "blank");
        assertThat(INVOICE.key("k".repeat(256)).key()).hasSize(256);
        refused(() -> INVOICE.key("k".repeat(257)), "257");
        refused(() -> INVOICE.regarding("e".repeat(129), UUID.randomUUID()), "129");
    }

    @Test
    void theTokenIsAnyTextUpTo256CharactersOrNone() {
        assertThat(INVOICE.token("t".repeat(256)).token()).hasSize(256);
        assertThat(INVOICE.token("").token()).isEmpty();
        assertThat(INVOICE.token("Kunde 42 / ü").token()).isEqualTo("Kunde 42 / ü");
        assertThat(INVOICE.token("x").token(null).token()).isNull();
        assertThat(DependencyToken.of(null)).isNull();
        refused(() -> INVOICE.token("t".repeat(257)), "257");
        refused(() -> new DependencyToken("a\0b"), "U+0000");
    }

    @Test
    void dataIsMeasuredInBytes() {
        int third = Operation.MAX_DATA_BYTES / 3;
        assertThat(INVOICE.data("x".repeat(Operation.MAX_DATA_BYTES)).data()).hasSize(Operation.MAX_DATA_BYTES);
        refused(() -> INVOICE.data("x".repeat(Operation.MAX_DATA_BYTES + 1)), "16777217");
        assertThat(INVOICE.data("€".repeat(third)).data()).hasSize(third);
        refused(() -> INVOICE.data("€".repeat(third + 1)), "16777218");
        assertThat(INVOICE.data(null).data()).isNull();
    }

    @Test
    void theCharacterThatPostgreSqlCannotStoreIsRefusedEverywhere() {
        refused(() -> INVOICE.name("a\0"), "U+0000");
        refused(() -> INVOICE.message("a\0"), "U+0000");
        refused(() -> INVOICE.data("a\0"), "U+0000");
        refused(() -> INVOICE.key("a\0"), "U+0000");
        refused(() -> INVOICE.token("a\0"), "U+0000");
        refused(() -> INVOICE.regarding("a\0", UUID.randomUUID()), "U+0000");
    }

    private static void refused(ThrowingCallable call, String said) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.hexCode()).isEqualTo("0x80040203"))
                .hasMessageContaining(said);
    }
}
