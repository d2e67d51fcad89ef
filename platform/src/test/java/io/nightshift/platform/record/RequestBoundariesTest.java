package io.nightshift.platform.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one caller's request may touch: its own transaction, its own organization. */
class RequestBoundariesTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aCallersTransactionHoldsEverythingOrNothing(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService outside = fixture.service();
        UUID user = fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId();
        try (Connection connection = fixture.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OrganizationService inside = fixture.platform().service(connection, PlatformFixture.CONTOSO, user);
            UUID id = inside.create(new Entity("lead").set("lastname", "Maybe"));
            inside.update(new Entity("lead", id).set("firstname", "So"));
            assertThat(inside.retrieve("lead", id, ColumnSet.all()).get("fullname"))
                    .isEqualTo("So Maybe");
            faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> outside.retrieve("lead", id, ColumnSet.all()));
            connection.rollback();
            faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> inside.retrieve("lead", id, ColumnSet.all()));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anotherOrganizationSeesNothing(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        fixture.organizations("Fabrikam \"&\" Söhne");
        UUID id = fixture.service().create(new Entity("account").set("name", "Ours"));
        UUID theirUser = fixture.platform().organization("Fabrikam \"&\" Söhne").systemUserId();
        OrganizationService theirs = fixture.platform().service("Fabrikam \"&\" Söhne", theirUser);
        EntityReference ours = new EntityReference("account", id);
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> theirs.retrieve("account", id, ColumnSet.all()));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> theirs.update(new Entity("account", id).set("name", "Theirs")));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> theirs.delete("account", id));
        faults(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> theirs.create(new Entity("contact").set("parentcustomerid", ours)));
        faults(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> theirs.execute(new SetStateRequest(ours, new OptionSetValue(1), new OptionSetValue(-1))));
        assertThat(theirs.create(new Entity("account", id).set("name", "Theirs")))
                .isEqualTo(id);
        assertThat(fixture.service().retrieve("account", id, ColumnSet.all()).get("name"))
                .isEqualTo("Ours");
        OrganizationService nobody = fixture.platform().service(PlatformFixture.CONTOSO, theirUser);
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> nobody.create(new Entity("account").set("name", "x")));
        faults(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> fixture.platform().service("unknown", theirUser).execute(new WhoAmIRequest()));
    }

    private static void faults(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode())
                                .as(fault.getMessage())
                                .isEqualTo(code.hex()));
    }
}
