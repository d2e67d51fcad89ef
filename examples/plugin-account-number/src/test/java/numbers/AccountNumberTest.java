package numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.testing.PluginRun;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The plug-in alone, without a server. */
class AccountNumberTest {

    private static PluginRun run(String message, Entity account) {
        return PluginRun.of(message, account).at(Stage.PRE_OPERATION).execute(new AccountNumber("A-"));
    }

    @Test
    void aNewAccountGetsANumberThatItWouldItselfAccept() {
        PluginRun created = run("Create", new Entity("account", new UUID(1, 7992739L)));
        assertEquals("A-79927398", created.target().get("accountnumber"));
        assertEquals("Numbered it A-79927398", created.traces().getFirst());
        PluginRun again = run("Update", created.target());
        assertEquals("A-79927398", again.target().get("accountnumber"));
    }

    @Test
    void aNumberWithASlipIsRefused() {
        for (String wrong : new String[] {"A-79927393", "A-97927398", "79927398", "A-7992739", "A-x9927398"}) {
            Entity account = new Entity("account").set("accountnumber", wrong);
            assertThrows(InvalidPluginExecutionException.class, () -> run("Create", account), wrong);
        }
    }

    @Test
    void anUpdateOfOtherAttributesLeavesTheNumberAlone() {
        Entity change = run("Update", new Entity("account", UUID.randomUUID()).set("name", "Fourth Coffee")).target();
        assertFalse(change.contains("accountnumber"));
    }
}
