package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.PriorityClass;
import io.nightshift.queue.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who gets the next slot. */
class AdmissionTest {

    private static final int A = 1;
    private static final int B = 2;

    private final Admission admission = new Admission(20, new SystemClock());

    @Test
    void whoHasLessIsServedBeforeTheOthersPrefetch() {
        admission.weights(new Weights(Map.of(), false));
        admission.add(works(A, PriorityClass.REGULAR, 100));
        List<Work> started = startAll();
        assertThat(started).hasSize(20);
        admission.add(works(B, PriorityClass.REGULAR, 1));
        assertThat(admission.room(PriorityClass.REGULAR)).isZero();
        Work next = admission.startAfter(started.getFirst());
        assertThat(next).isNotNull();
        assertThat(next.organization()).isEqualTo(B);
    }

    @Test
    void startsFollowTheWeights() {
        admission.weights(new Weights(Map.of(A, 1, B, 3), true));
        admission.add(works(A, PriorityClass.REGULAR, 400));
        admission.add(works(B, PriorityClass.REGULAR, 400));
        Map<Integer, Integer> started = new HashMap<>();
        Work work = start();
        for (int i = 0; i < 400; i++) {
            started.merge(work.organization(), 1, Integer::sum);
            work = admission.startAfter(work);
        }
        assertThat(started.get(B)).isBetween(299, 301);
    }

    @Test
    void whoWasAwayGetsNoCreditForIt() {
        Turns turns = new Turns();
        turns.took(A, 1000, 1);
        turns.took(A, 1, 1);
        assertThat(turns.pass(B)).isEqualTo(1000.0);
        turns.took(B, 1, 1);
        assertThat(turns.pass(B)).isEqualTo(turns.pass(A));
    }

    @Test
    void aShareStaysFreeOfOneOrganizationWhileOthersExist() {
        admission.weights(new Weights(Map.of(), true));
        admission.add(works(A, PriorityClass.REGULAR, 30));
        assertThat(startAll()).hasSize(18);
        admission.add(works(B, PriorityClass.REGULAR, 5));
        assertThat(startAll()).hasSize(2).allMatch(work -> work.organization() == B);
        assertThat(admission.room(PriorityClass.REGULAR, A)).isZero();
    }

    @Test
    void anOrganizationAloneHasAllSlots() {
        admission.weights(new Weights(Map.of(), false));
        admission.add(works(A, PriorityClass.REGULAR, 30));
        assertThat(startAll()).hasSize(20);
    }

    @Test
    void priorityWorkHasSlotsOfItsOwnAndBorrowsAtMostHalfOfTheOthers() {
        admission.weights(new Weights(Map.of(), false));
        admission.add(works(A, PriorityClass.REGULAR, 100));
        admission.add(works(A, PriorityClass.PRIORITY, 100));
        Map<PriorityClass, Integer> started = new HashMap<>();
        startAll().forEach(work -> started.merge(work.priorityClass(), 1, Integer::sum));
        assertThat(started).isEqualTo(Map.of(PriorityClass.PRIORITY, 2 + 10, PriorityClass.REGULAR, 10));
    }

    @Test
    void priorityWorkStartsAlthoughAllRegularSlotsAreTaken() {
        admission.weights(new Weights(Map.of(), false));
        admission.add(works(A, PriorityClass.REGULAR, 100));
        startAll();
        admission.add(works(B, PriorityClass.PRIORITY, 5));
        assertThat(startAll()).hasSize(2).allMatch(work -> work.organization() == B);
    }

    @Test
    void membersOfALaneRunOneAfterAnotherAndCanBeTakenOut() {
        List<Claim> members = List.of(
                claim(A, PriorityClass.REGULAR), claim(A, PriorityClass.REGULAR), claim(A, PriorityClass.REGULAR));
        admission.add(List.of(new Work(members)));
        assertThat(admission.waiting()).isEqualTo(members);
        Work work = start();
        assertThat(work.next()).isEqualTo(members.getFirst());
        assertThat(admission.withdraw(members.getFirst())).as("it has started").isEmpty();
        assertThat(admission.inHand()).as("one runs at a time").containsExactly(members.getFirst());
        assertThat(admission.withdraw(members.get(1)))
                .as("with those that run after it")
                .isEqualTo(members.subList(1, 3));
        assertThat(admission.waiting()).isEmpty();
        assertThat(work.next()).isNull();
        admission.end(work);
        assertThat(admission.isIdle()).isTrue();
    }

    @Test
    void whatWasLostTwiceRunsAlone() {
        admission.add(works(A, PriorityClass.REGULAR, 3));
        Work before = start();
        Work suspect = Work.of(claim(B, PriorityClass.REGULAR, 2));
        admission.add(List.of(suspect));
        assertThat(admission.start()).as("what runs comes to its end first").isNull();
        assertThat(admission.room(PriorityClass.REGULAR, A)).isZero();
        assertThat(admission.startAfter(before)).isSameAs(suspect);
        assertThat(admission.start()).as("nothing beside it").isNull();
        assertThat(admission.startAfter(suspect)).isNotNull();
        assertThat(admission.start()).isNotNull();
    }

    @Test
    void whatWasLostTwiceDoesNotStopANodeForLongerThanAMinute() {
        AtomicLong nanos = new AtomicLong();
        Admission patient = new Admission(20, new ServiceClock() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long nanos() {
                return nanos.get();
            }
        });
        patient.add(works(A, PriorityClass.REGULAR, 1));
        Work endless = patient.start();
        Work suspect = Work.of(claim(B, PriorityClass.REGULAR, 2));
        patient.add(List.of(suspect));
        patient.add(works(A, PriorityClass.REGULAR, 1));
        nanos.set(Admission.LONGEST_QUARANTINE_WAIT_NANOS - 1);
        assertThat(patient.start()).isNull();
        nanos.set(Admission.LONGEST_QUARANTINE_WAIT_NANOS);
        assertThat(patient.start()).isSameAs(suspect);
        assertThat(patient.start()).as("nothing new beside it").isNull();
        assertThat(patient.startAfter(suspect)).isNotNull();
        assertThat(endless).isNotNull();
    }

    @Test
    void aWithdrawnClaimDoesNotStart() {
        Claim claim = claim(A, PriorityClass.REGULAR);
        admission.add(List.of(Work.of(claim)));
        assertThat(admission.withdraw(claim)).containsExactly(claim);
        assertThat(admission.withdraw(claim)).isEmpty();
        assertThat(admission.start()).isNull();
        assertThat(admission.isIdle()).isTrue();
    }

    private Work start() {
        Work work = admission.start();
        assertThat(work).isNotNull();
        return work;
    }

    private List<Work> startAll() {
        List<Work> started = new ArrayList<>();
        for (Work work = admission.start(); work != null; work = admission.start()) {
            started.add(work);
        }
        return started;
    }

    private static List<Work> works(int organization, PriorityClass priorityClass, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Work.of(claim(organization, priorityClass)))
                .toList();
    }

    private static Claim claim(int organization, PriorityClass priorityClass) {
        return claim(organization, priorityClass, 0);
    }

    private static Claim claim(int organization, PriorityClass priorityClass, int losses) {
        return new Claim(
                organization,
                UUID.randomUUID(),
                1,
                0,
                OperationType.CUSTOM,
                priorityClass.code(),
                "work",
                "work",
                null,
                false,
                null,
                null,
                0,
                1,
                losses,
                0,
                Instant.EPOCH,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
