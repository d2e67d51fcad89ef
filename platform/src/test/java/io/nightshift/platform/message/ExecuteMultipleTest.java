package io.nightshift.platform.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleResponseItem;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.ExecuteTransactionFault;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.CreateResponse;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteMultipleResponse;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.ExecuteTransactionResponse;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several requests in one: each for itself, or all or none (dynamics-facts 11). */
class ExecuteMultipleTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    /** The example of the facts: six requests of which the third and the fifth fault. */
    private static List<OrganizationRequest> six(String subject) {
        List<OrganizationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            requests.add(
                    i == 2 || i == 4
                            ? new DeleteRequest(new EntityReference("task", UUID.randomUUID()))
                            : new CreateRequest(new Entity("task").set("subject", subject + " " + i)));
        }
        return requests;
    }

    private static List<String> tasks(OrganizationService service, String subject) {
        EntityCollection found = service.retrieveMultiple(new QueryExpression("task", "subject")
                .where("subject", ConditionOperator.BEGINS_WITH, subject)
                .orderBy("subject", OrderType.ASCENDING));
        return found.entities().stream()
                .map(task -> String.valueOf(task.get("subject")).substring(subject.length() + 1))
                .toList();
    }

    private static ExecuteMultipleResponse execute(
            OrganizationService service, List<? extends OrganizationRequest> requests, boolean goOn, boolean answer) {
        return (ExecuteMultipleResponse)
                service.execute(new ExecuteMultipleRequest(requests, new ExecuteMultipleSettings(goOn, answer)));
    }

    private static List<Integer> faults(ExecuteMultipleResponse response) {
        return response.responses().stream()
                .filter(item -> item.fault() != null)
                .map(ExecuteMultipleResponseItem::requestIndex)
                .toList();
    }

    private static List<Integer> items(ExecuteMultipleResponse response) {
        return response.responses().stream()
                .map(ExecuteMultipleResponseItem::requestIndex)
                .toList();
    }

    private static void theTable(OrganizationService service, String subject) {
        ExecuteMultipleResponse both = execute(service, six(subject + "TT"), true, true);
        assertThat(items(both)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(faults(both)).containsExactly(2, 4);
        assertThat(both.isFaulted()).isTrue();
        assertThat(both.responses().getFirst().response()).isInstanceOf(CreateResponse.class);
        assertThat(both.responses().get(2).fault().is(FaultCode.OBJECT_DOES_NOT_EXIST))
                .isTrue();
        assertThat(tasks(service, subject + "TT")).containsExactly("0", "1", "3", "5");

        ExecuteMultipleResponse untilError = execute(service, six(subject + "FT"), false, true);
        assertThat(items(untilError)).containsExactly(0, 1, 2);
        assertThat(faults(untilError)).containsExactly(2);
        assertThat(tasks(service, subject + "FT")).containsExactly("0", "1");

        ExecuteMultipleResponse onlyFaults = execute(service, six(subject + "TF"), true, false);
        assertThat(items(onlyFaults)).containsExactly(2, 4);
        assertThat(faults(onlyFaults)).containsExactly(2, 4);
        assertThat(tasks(service, subject + "TF")).containsExactly("0", "1", "3", "5");

        ExecuteMultipleResponse firstFault = execute(service, six(subject + "FF"), false, false);
        assertThat(items(firstFault)).containsExactly(2);
        assertThat(faults(firstFault)).containsExactly(2);
        assertThat(tasks(service, subject + "FF")).containsExactly("0", "1");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theFourSettingsAnswerAsInTheTable(TestDatabase.Version version) throws Exception {
        theTable(PlatformFixture.shared(version).service(), "alone-" + version);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void withinACallersTransactionItIsTheSameAndAllOfItIsTheCallers(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        UUID user = fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId();
        String subject = "within-" + version;
        try (Connection connection = fixture.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OrganizationService inside = fixture.platform().service(connection, PlatformFixture.CONTOSO, user);
            theTable(inside, subject);
            // What PostgreSQL itself refuses spoils only its own part of the transaction.
            UUID id = UUID.randomUUID();
            List<OrganizationRequest> twice = List.of(
                    new CreateRequest(new Entity("task", id).set("subject", subject + "ID a")),
                    new CreateRequest(new Entity("task", id).set("subject", subject + "ID b")),
                    new CreateRequest(new Entity("task").set("subject", subject + "ID c")));
            ExecuteMultipleResponse response = execute(inside, twice, true, true);
            assertThat(response.responses().get(1).fault().is(FaultCode.DUPLICATE_RECORD))
                    .isTrue();
            assertThat(tasks(inside, subject + "ID")).containsExactly("a", "c");
            connection.rollback();
        }
        assertThat(tasks(fixture.service(), subject + "TT")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void moreThanAThousandAreRefusedBeforeAnythingIsDone(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        String subject = "many-" + version;
        List<OrganizationRequest> many = new ArrayList<>(
                Collections.nCopies(1000, new CreateRequest(new Entity("task").set("subject", subject + " x"))));
        many.add(new WhoAmIRequest());
        assertThatThrownBy(() -> execute(service, many, true, true))
                .isInstanceOfSatisfying(OrganizationServiceFault.class, fault -> {
                    assertThat(fault.is(FaultCode.INVALID_ARGUMENT)).isTrue();
                    assertThat(fault.errorDetails()).containsEntry("MaxBatchSize", 1000);
                });
        assertThat(tasks(service, subject)).isEmpty();
        assertThat(execute(service, Collections.nCopies(1000, new WhoAmIRequest()), false, true)
                        .responses())
                .hasSize(1000);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void oneInAnotherFaultsAsThatItem(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        ExecuteMultipleRequest inner =
                new ExecuteMultipleRequest(List.of(new WhoAmIRequest()), new ExecuteMultipleSettings(true, true));
        ExecuteMultipleResponse response = execute(service, List.of(inner, new WhoAmIRequest()), true, true);
        assertThat(faults(response)).containsExactly(0);
        assertThat(response.responses().getFirst().fault().is(FaultCode.NOT_SUPPORTED))
                .isTrue();
        assertThat(items(response)).containsExactly(0, 1);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aTransactionIsAllOrNothingAndTellsWhichRequestFailed(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        String subject = "all-" + version;
        List<OrganizationRequest> requests = six(subject);
        assertThatThrownBy(() -> service.execute(new ExecuteTransactionRequest(requests, true)))
                .isInstanceOfSatisfying(ExecuteTransactionFault.class, fault -> {
                    assertThat(fault.faultedRequestIndex()).isEqualTo(2);
                    assertThat(fault.is(FaultCode.OBJECT_DOES_NOT_EXIST)).isTrue();
                });
        assertThat(tasks(service, subject)).isEmpty();
        ExecuteTransactionResponse response = (ExecuteTransactionResponse)
                service.execute(new ExecuteTransactionRequest(List.of(requests.get(0), requests.get(1)), true));
        assertThat(response.responses()).hasSize(2).allMatch(CreateResponse.class::isInstance);
        assertThat(tasks(service, subject)).containsExactly("0", "1");
        assertThat(((ExecuteTransactionResponse)
                                service.execute(new ExecuteTransactionRequest(List.of(new WhoAmIRequest()), false)))
                        .responses())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aTransactionMayBePartOfExecuteMultipleButNotOfAnother(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        String subject = "part-" + version;
        ExecuteTransactionRequest fails = new ExecuteTransactionRequest(six(subject + "1"), true);
        ExecuteTransactionRequest succeeds = new ExecuteTransactionRequest(
                List.of(new CreateRequest(new Entity("task").set("subject", subject + "2 x"))), true);
        ExecuteMultipleResponse response = execute(service, List.of(fails, succeeds), true, true);
        assertThat(faults(response)).containsExactly(0);
        assertThat(response.responses().getFirst().fault()).isInstanceOf(ExecuteTransactionFault.class);
        assertThat(tasks(service, subject + "1")).isEmpty();
        assertThat(tasks(service, subject + "2")).containsExactly("x");
        assertThatThrownBy(() ->
                        service.execute(new ExecuteTransactionRequest(List.of(new WhoAmIRequest(), succeeds), true)))
                .isInstanceOfSatisfying(ExecuteTransactionFault.class, fault -> {
                    assertThat(fault.faultedRequestIndex()).isEqualTo(1);
                    assertThat(fault.is(FaultCode.NOT_SUPPORTED)).isTrue();
                });
    }

    @ParameterizedTest
    @MethodSource("versions")
    void withinACallersTransactionAFailedTransactionLeavesNothing(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        UUID user = fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId();
        String subject = "nothing-" + version;
        try (Connection connection = fixture.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OrganizationService inside = fixture.platform().service(connection, PlatformFixture.CONTOSO, user);
            inside.create(new Entity("task").set("subject", subject + " before"));
            assertThatThrownBy(() -> inside.execute(new ExecuteTransactionRequest(six(subject), true)))
                    .isInstanceOf(ExecuteTransactionFault.class);
            connection.commit();
        }
        assertThat(tasks(fixture.service(), subject)).containsExactly("before");
    }
}
