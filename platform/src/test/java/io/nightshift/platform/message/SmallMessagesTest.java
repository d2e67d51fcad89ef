package io.nightshift.platform.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveCurrentOrganizationRequest;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountRequest;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountResponse;
import io.nightshift.sdk.messages.RetrieveVersionRequest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients ask before they ask for anything. */
class SmallMessagesTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    private static Map<String, Long> counts(OrganizationService service, String... entities) {
        return ((RetrieveTotalRecordCountResponse)
                        service.execute(new RetrieveTotalRecordCountRequest(List.of(entities))))
                .entityRecordCountCollection();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theyTellVersionOrganizationAndNumbersOfRecords(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        assertThat(service.execute(new RetrieveVersionRequest()).get("Version")).isEqualTo("9.2.0.0");
        Entity detail =
                service.execute(new RetrieveCurrentOrganizationRequest()).required("Detail", Entity.class);
        assertThat(detail.get("name")).isEqualTo(PlatformFixture.CONTOSO);
        service.create(new Entity("letter").set("subject", "counted"));
        try (Connection connection = fixture.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze org_contoso.letter");
        }
        assertThat(counts(service, "letter", "phonecall").get("letter")).isPositive();
        assertThatThrownBy(() -> counts(service, "nonsense"))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault ->
                                assertThat(fault.is(FaultCode.ENTITY_NOT_FOUND)).isTrue());
        assertThatThrownBy(() -> counts(service, "asyncoperation"))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.NOT_SUPPORTED)).isTrue());
    }
}
