package io.nightshift.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.postgres.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The process dies at a statement of a workflow with every kind of step: a new process finishes what it left, and each effect
 * is there once, in order. The one that finishes is the next to die. The regular test dies at a few statements, the long one
 * at each of them.
 */
class WorkflowDeathTest {

    @Test
    void whatAProcessLeavesWhenItDiesIsFinishedByTheNext() throws Exception {
        die(3);
    }

    @Tag("long")
    @Test
    void aProcessMayDieAtAnyStatement() throws Exception {
        die(Integer.MAX_VALUE);
    }

    /** @param most so many deaths, at statements that lie evenly between the first and the last */
    private static void die(int most) throws Exception {
        try (WorkflowFixture fixture =
                new WorkflowFixture(TestDatabase.versions().getLast())) {
            EveryStep every = new EveryStep(fixture);
            // From now on this process only asks for instances.
            fixture.service.close();
            Node node = new Node(fixture);
            try {
                node.say("start");
                every.check(every.begin("first"));
                node.say("die 0");
                every.check(every.begin("whole"));
                int all = node.say("sent");
                assertThat(all).isGreaterThan(100);
                int stride = Math.max(1, all / most);
                int deaths = 0;
                for (int at = Math.ceilDiv(stride, 2); deaths < most; at += stride) {
                    Node next = new Node(fixture);
                    try {
                        node.say("die " + at);
                        EveryStep.Begun begun = every.begin("dies at " + at);
                        boolean died = node.diesBefore(() -> every.isOver(begun));
                        next.say("start");
                        every.check(begun);
                        if (!died) {
                            break;
                        }
                        deaths++;
                    } finally {
                        node.close();
                        node = next;
                    }
                }
                assertThat(deaths).isGreaterThanOrEqualTo(Math.min(most, all));
            } finally {
                node.close();
            }
        }
    }

    /** A {@link DyingNode} as this process sees it. */
    private static final class Node implements AutoCloseable {

        private static final int PATIENCE_SECONDS = 60;

        private final Process process;
        private final BufferedReader output;
        private final PrintStream input;

        Node(WorkflowFixture fixture) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:-UsePerfData",
                            "-cp",
                            System.getProperty("java.class.path"),
                            DyingNode.class.getName(),
                            fixture.pool.getJdbcUrl(),
                            fixture.pool.getUsername(),
                            fixture.pool.getPassword(),
                            Integer.toString(fixture.mail.getSmtp().getPort()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        }

        /** Gives an order; what it had sent when it had obeyed. */
        int say(String order) throws IOException {
            input.println(order);
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (!line.equals("ready")) {
                    return Integer.parseInt(line);
                }
            }
            throw new AssertionError("The node has ended before it obeyed '" + order + "'.");
        }

        /** Waits until it has died at its statement, or has come to the end before; whether it died. */
        boolean diesBefore(Callable<Boolean> end) throws InterruptedException {
            Awaitility.await("death or end")
                    .dontCatchUncaughtExceptions()
                    .until(() -> !process.isAlive() || end.call());
            if (process.isAlive()) {
                return false;
            }
            assertThat(process.waitFor()).isEqualTo(DyingNode.DIED);
            return true;
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }
}
