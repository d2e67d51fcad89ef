package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightshift.platform.workflow.document.RandomDefinitions;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever a document is, activating it on a real organization either activates it or is refused with 0x80048455 and a line
 * for each mistake, in bounded time, and then nothing of it was written.
 */
class ActivationFuzzTest {

    private static final int DOCUMENTS = 150;
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final OptionSetValue DRAFT = new OptionSetValue(0);

    private static WorkflowFixture fixture;

    @BeforeAll
    static void start() throws SQLException {
        fixture = new WorkflowFixture(TestDatabase.versions().getLast());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void randomAndMutilatedDocumentsAreActivatedOrRefusedWithTheDocumentedFault() throws Exception {
        int activated = 0;
        UUID draft = fixture.records().create(workflow("account", "-"));
        for (String document : RandomDefinitions.some(DOCUMENTS, 20261122)) {
            fixture.records().update(new Entity("workflow", draft).set("clientdata", document));
            long activations = activations(draft);
            String refusal = tried(draft, document);
            if (refusal == null) {
                assertThat(activations(draft)).as(document).isEqualTo(activations + 1);
                fixture.state("workflow", draft, 0, 1);
                activated++;
            } else {
                assertThat(refusal.lines()).as(document).anyMatch(line -> line.matches(".*line \\d+.*"));
                assertNothingWritten(draft, activations);
            }
        }
        assertThat(activated).isBetween(DOCUMENTS / 5, DOCUMENTS - DOCUMENTS / 10);
    }

    @Test
    void bombsAreRefusedInBoundedTime() throws Exception {
        UUID draft = fixture.records().create(workflow("account", "-"));
        for (String bomb : bombs()) {
            fixture.records().update(new Entity("workflow", draft).set("clientdata", bomb));
            assertThat(tried(draft, bomb.substring(0, Math.min(80, bomb.length()))))
                    .isNotNull()
                    .matches("(?s).*line \\d+.*");
            assertNothingWritten(draft, 0);
        }
    }

    private static List<String> bombs() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }
        String head = "document: {dsl: '1.0.0', namespace: t, name: t, version: '1.0.0'}\ndo:\n";
        List<String> bombs = new ArrayList<>();
        bombs.add(laughs.toString());
        bombs.add("[".repeat(400_000));
        bombs.add("{a: ".repeat(100_000));
        bombs.add("- ".repeat(200_000));
        bombs.add("? ".repeat(200_000));
        bombs.add(
                head + "- s: {set: {a: !!javax.script.ScriptEngineManager [!!java.net.URL ['http://127.0.0.1/']]}}\n");
        bombs.add(head + "- s: {set: {a: '${ " + "not(".repeat(100_000) + " }'}}\n");
        bombs.add(head + "- s: {set: {a: '${ " + "1 + ".repeat(100_000) + " }'}}\n");
        bombs.add(head + "- s: {set: {a: '${ .record" + ".primarycontactid".repeat(20_000) + " }'}}\n");
        bombs.add(head + "- s: {wait: {days: 9" + "9".repeat(300_000) + "}}\n");
        bombs.add(head + "- s: {wait: P" + "9".repeat(300_000) + "D}\n");
        bombs.add(head + "- s: {set: {a: 1e" + "9".repeat(400_000) + "}}\n");
        bombs.add(head + "- s: {do: [".repeat(2_000));
        bombs.add(head + "- s: {set: {a: 1}}\n".repeat(20_000));
        bombs.add("&a [*a]");
        bombs.add("<<: {do: []}\n");
        bombs.add("%YAML 9.9\n--- x\n");
        bombs.add("\uFEFF\u0085\u2028");
        return bombs;
    }

    /** The refusal, which has the documented code; null when it was activated. */
    private static String tried(UUID draft, String name) throws SQLException {
        long before = System.nanoTime();
        String refusal = null;
        try {
            fixture.state("workflow", draft, 1, 2);
        } catch (OrganizationServiceFault fault) {
            assertThat(fault.errorCode()).as(name).isEqualTo(0x80048455);
            refusal = fault.getMessage();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).as(name).isLessThan(BOUND);
        return refusal;
    }

    private static void assertNothingWritten(UUID draft, long activations) throws SQLException {
        Entity workflow = fixture.read("workflow", draft);
        assertThat(workflow.get("statecode")).isEqualTo(DRAFT);
        assertThat(workflow.get("activeworkflowid")).isNull();
        assertThat(activations(draft)).isEqualTo(activations);
    }

    private static long activations(UUID draft) throws SQLException {
        return fixture.count("SELECT count(*) FROM org_contoso.workflow WHERE parentworkflowid = '" + draft + "'");
    }

    @Test
    void anExpressionOrADocumentOfTheGreatestLengthThatIsAllowedIsActivated() throws Exception {
        StringBuilder steps =
                new StringBuilder("document: {dsl: '1.0.0', namespace: t, name: t, version: '1.0.0'}\ndo:\n");
        for (int i = 0; i < 1_000; i++) {
            steps.append("- s").append(i).append(": {set: {a: 'x'}}\n");
        }
        UUID id = fixture.activate(workflow("account", steps.toString()));
        fixture.state("workflow", id, 0, 1);
        UUID longer = fixture.records().create(workflow("account", steps + "- more: {set: {a: 'x'}}\n"));
        assertThatExceptionOfType(OrganizationServiceFault.class)
                .isThrownBy(() -> fixture.state("workflow", longer, 1, 2))
                .withMessageContaining("1000 steps");
    }
}
