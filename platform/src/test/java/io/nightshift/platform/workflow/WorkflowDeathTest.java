package io.nightshift.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.execution.AsyncService;
import io.nightshift.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process dies at a statement of a workflow with every kind of step: another node finishes what it left, and each effect is
 * there once, in order. A process is a JVM of its own that starts with the instance, runs it alone, and is gone, sockets and
 * all, when it is about to send its N-th statement; the node that comes after it is one of this JVM. The regular test dies at a
 * few statements, the long one at each: from the first to the one that no process reached any more.
 */
class WorkflowDeathTest {

    private static final Logger LOG = LoggerFactory.getLogger(WorkflowDeathTest.class);
    /** So many databases at a time, each with a process of its own: most of a death is waiting until it is noticed. */
    private static final int LANES = 3;

    @Test
    void whatAProcessLeavesWhenItDiesIsFinishedByTheNext() throws Exception {
        try (Lane lane = new Lane()) {
            NodeProgram program = NodeProgram.plain();
            int all = lane.whole(program);
            for (int at : List.of(all / 6, all / 2, all * 5 / 6)) {
                assertThat(lane.dies(program, at)).as("died at " + at).isTrue();
            }
        }
    }

    @Tag("long")
    @Test
    void aProcessMayDieAtAnyStatement(@TempDir Path folder) throws Exception {
        AtomicInteger all = new AtomicInteger();
        NodeProgram program = NodeProgram.trained(folder, training -> {
            try (Lane lane = new Lane()) {
                all.set(lane.whole(training));
            }
        });
        AtomicInteger next = new AtomicInteger();
        AtomicInteger deaths = new AtomicInteger();
        Callable<Void> course = () -> {
            try (Lane lane = new Lane()) {
                for (int at = next.incrementAndGet(); lane.dies(program, at); at = next.incrementAndGet()) {
                    LOG.info("Death {} of about {} was survived.", deaths.incrementAndGet(), all);
                }
            }
            return null;
        };
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<Void>> courses = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                courses.add(lanes.submit(course));
            }
            for (Future<Void> each : courses) {
                each.get();
            }
        }
        // Processes that run alike send a few more or less: some ask again, some find it done.
        assertThat(deaths.get()).isGreaterThan(all.get() * 9 / 10);
    }

    /** A database on which one process after the other dies. */
    private static final class Lane implements AutoCloseable {

        private final WorkflowFixture fixture;
        private final EveryStep every;
        private NodeProgram.Node ready;

        Lane() throws Exception {
            fixture = new WorkflowFixture(TestDatabase.versions().getLast());
            every = new EveryStep(fixture);
            // From now on this node only asks for instances.
            fixture.service.close();
        }

        /** Runs an instance in a process that does not die; how many statements that takes. */
        int whole(NodeProgram program) throws Exception {
            EveryStep.Begun begun = every.begin("whole");
            try (NodeProgram.Node node = program.start(fixture)) {
                node.go(0);
                every.check(begun);
                int sent = node.sent();
                node.end();
                assertThat(sent).isGreaterThan(100);
                return sent;
            }
        }

        /** Whether a process that is to die at this statement has died; the instance ends in any case. */
        boolean dies(NodeProgram program, int statement) throws Exception {
            NodeProgram.Node node = ready == null ? program.start(fixture) : ready;
            ready = null;
            boolean died;
            EveryStep.Begun begun = every.begin("dies at " + statement);
            try (node) {
                node.go(statement);
                died = node.diesBefore(() -> every.isOver(begun));
            }
            // While one is missed the next gets ready.
            ready = program.start(fixture);
            try (AsyncService survivor = fixture.node(fixture.pool, DyingNode.SETTINGS)) {
                fixture.platform(fixture.pool, survivor, WorkflowFixture.HttpCallsOf.NOTHING);
                survivor.start();
                every.check(begun);
            }
            return died;
        }

        @Override
        public void close() throws Exception {
            if (ready != null) {
                ready.close();
            }
            fixture.close();
        }
    }
}
