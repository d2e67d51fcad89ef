package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.OperationType;
import io.nightshift.operation.ServiceFault;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.RunningLimit;
import io.nightshift.queue.ServiceLog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever changes what the service does can be asked about it afterwards. */
class ServiceLogTest {

    private static final Author SAM = new Author("sam", "the printer burns");
    private static final Author KIM = Author.of("kim");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void everyActIsThereWithWhoDidItAndWhyAndWhatWasRefusedIsNot(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            OperationQueue queue = fixture.service().queue();
            queue.organizations().create("north");
            Hold hold = queue.holds().place(Hold.Target.message("north", "letter.print"), SAM);
            queue.holds().lift(hold.number(), KIM);
            RunningLimit limit = queue.limits().set(new RunningLimit.Scope(null, OperationType.WORKFLOW), 3, SAM);
            queue.limits().remove(limit.number(), KIM);
            queue.organizations().setWeight("north", 4, SAM);
            assertThatThrownBy(() -> queue.organizations().setWeight("north", 0, KIM))
                    .isInstanceOf(ServiceFault.class);
            assertThatThrownBy(() -> queue.organizations().setWeight("nowhere", 2, KIM))
                    .isInstanceOf(ServiceFault.class);
            assertThatThrownBy(() -> queue.holds().lift(hold.number(), KIM)).isInstanceOf(ServiceFault.class);
            assertThatThrownBy(() -> queue.limits().remove(limit.number(), KIM)).isInstanceOf(ServiceFault.class);
            queue.serviceLog().add("north", KIM, "made the token 'night'");

            ServiceLog log = queue.serviceLog();
            List<ServiceLog.Entry> all = log.read(null, null, 10);
            assertThat(all)
                    .extracting(ServiceLog.Entry::message)
                    .containsExactly(
                            "made the token 'night'",
                            "gave the organization 'north' the weight 4 in place of 1",
                            "removed the limit of 3 on operations of the type Workflow",
                            "limited operations of the type Workflow to 3 at a time",
                            "lifted the hold on the message 'letter.print' in north",
                            "held the message 'letter.print' in north");
            assertThat(all).extracting(ServiceLog.Entry::author).containsExactly(KIM, SAM, KIM, SAM, KIM, SAM);
            assertThat(log.read(null, all.get(3).line(), 1)).singleElement().isEqualTo(all.get(4));
            assertThat(log.read(queue.organizations().defaultName(), null, 10))
                    .as("what concerns it, or all")
                    .isEqualTo(all.subList(2, 4));
            assertThatThrownBy(() -> log.read(null, null, 0)).hasMessageContaining("1 to 1000");
        }
    }
}
