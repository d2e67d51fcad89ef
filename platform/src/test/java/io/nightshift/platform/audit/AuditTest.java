package io.nightshift.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.AuditDetail;
import io.nightshift.sdk.AuditDetailCollection;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AuditRequests;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.MetadataRequests;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.AttributeTypeCode;
import io.nightshift.sdk.metadata.EntityHeader;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written down of changes, and who gets to see it. */
class AuditTest {

    private static final String AUDITED = "audited";

    private PlatformFixture fixture;
    private Organization organization;
    private OrganizationService service;

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    private void open(TestDatabase.Version version, String name) throws Exception {
        fixture = PlatformFixture.shared(version);
        fixture.organizations(name);
        organization = fixture.platform().organization(name);
        service = fixture.platform().service(name, organization.systemUserId());
    }

    private void audit(boolean on) {
        service.update(new Entity("organization", organization.id()).set("isauditenabled", on));
    }

    private List<AuditDetail> history(UUID account) {
        return service.execute(AuditRequests.retrieveRecordChangeHistory(
                        new EntityReference("account", account), PagingInfo.FIRST))
                .required("AuditDetailCollection", AuditDetailCollection.class)
                .auditDetails();
    }

    private static int action(AuditDetail detail) {
        return Objects.requireNonNull(detail.auditRecord().get("action", OptionSetValue.class))
                .value();
    }

    private int entries() {
        return service.retrieveMultiple(new QueryExpression("audit", "action"))
                .entities()
                .size();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void eachChangeOfARecordHasItsEntryInTheSameTransaction(TestDatabase.Version version) throws Exception {
        open(version, AUDITED);
        UUID before = service.create(new Entity("account").set("name", "unseen"));
        assertThat(history(before)).isEmpty();
        audit(true);
        UUID parent = service.create(new Entity("account").set("name", "Parent"));
        UUID account = service.create(new Entity("account")
                .set("name", "Fourth Coffee")
                .set("revenue", new Money(new BigDecimal("10.50")))
                .set("parentaccountid", new EntityReference("account", parent)));
        service.update(new Entity("account", account)
                .set("name", "Fifth Coffee")
                .set("revenue", new Money(new BigDecimal("10.5"))));
        service.update(new Entity("account", account).set("name", "Fifth Coffee"));
        service.execute(new SetStateRequest(
                new EntityReference("account", account), new OptionSetValue(1), new OptionSetValue(-1)));
        assertThatThrownBy(() -> service.execute(new ExecuteTransactionRequest(
                        List.of(
                                new CreateRequest(new Entity("account").set("name", "undone")),
                                new CreateRequest(new Entity("nonsense"))),
                        false)))
                .isInstanceOf(OrganizationServiceFault.class);
        service.delete("account", account);

        assertTold(account, parent);
        assertThat(service.retrieveMultiple(new QueryExpression("audit", "changedata")
                                .where("changedata", ConditionOperator.LIKE, "%undone%"))
                        .entities())
                .isEmpty();
        audit(false);
        int now = entries();
        service.update(new Entity("account", parent).set("name", "quiet"));
        assertThat(entries()).isEqualTo(now);
    }

    private void assertTold(UUID account, UUID parent) {
        List<AuditDetail> history = history(account);
        assertThat(history).extracting(AuditTest::action).containsExactlyInAnyOrder(3, 5, 2, 1);
        AuditDetail update = of(history, 2);
        assertThat(update.oldValue().attributes()).containsOnly(java.util.Map.entry("name", "Fourth Coffee"));
        assertThat(update.newValue().attributes()).containsOnly(java.util.Map.entry("name", "Fifth Coffee"));
        assertThat(update.auditRecord().get("userid", EntityReference.class).id())
                .isEqualTo(organization.systemUserId());
        AuditDetail delete = of(history, 3);
        assertThat(delete.oldValue().get("revenue", Money.class).value()).isEqualByComparingTo("10.5");
        assertThat(delete.oldValue()
                        .get("parentaccountid", EntityReference.class)
                        .id())
                .isEqualTo(parent);
        assertThat(service.execute(AuditRequests.retrieveAuditDetails(
                                Objects.requireNonNull(update.auditRecord().id())))
                        .required("AuditDetail", AuditDetail.class)
                        .newValue()
                        .attributes())
                .isEqualTo(update.newValue().attributes());
        assertThat(service.execute(AuditRequests.retrieveAttributeChangeHistory(
                                new EntityReference("account", account), "revenue", PagingInfo.FIRST))
                        .required("AuditDetailCollection", AuditDetailCollection.class)
                        .auditDetails())
                .extracting(AuditTest::action)
                .containsExactlyInAnyOrder(3, 1);
    }

    private static AuditDetail of(List<AuditDetail> history, int action) {
        return history.stream()
                .filter(detail -> action(detail) == action)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatIsNotAuditedSecretOrLongIsNotWrittenDown(TestDatabase.Version version) throws Exception {
        open(version, "discreet");
        audit(true);
        service.execute(MetadataRequests.updateAttribute(
                "account", new AttributeMetadata("fax", AttributeTypeCode.STRING).auditEnabled(false)));
        service.execute(MetadataRequests.updateEntity(
                new EntityHeader("sdkmessageprocessingstepsecureconfig").auditEnabled(true)));
        service.execute(MetadataRequests.updateEntity(new EntityHeader("audit").auditEnabled(true)));
        UUID account = service.create(
                new Entity("account").set("name", "A").set("fax", "12345").set("description", "long ".repeat(300)));
        service.create(new Entity("contact").set("lastname", "B"));
        UUID note = service.create(new Entity("annotation").set("subject", "not audited"));
        service.delete("annotation", note);
        service.create(new Entity("sdkmessageprocessingstepsecureconfig").set("secureconfig", "s3cret"));
        String all = service.retrieveMultiple(new QueryExpression("audit", "changedata", "objecttypecode"))
                .entities()
                .toString();
        assertThat(history(account))
                .singleElement()
                .satisfies(detail -> assertThat(detail.newValue().attributes())
                        .containsKey("description")
                        .doesNotContainKey("fax"));
        assertThat(service.retrieveMultiple(new QueryExpression("audit")
                                .columns(ColumnSet.all())
                                .where(
                                        "objecttypecode",
                                        ConditionOperator.EQUAL,
                                        "sdkmessageprocessingstepsecureconfig"))
                        .entities())
                .singleElement()
                .satisfies(entry -> assertThat(entry.attributes().toString())
                        .contains("secureconfig")
                        .doesNotContain("s3cret"));
        assertThat(all).doesNotContain("annotation");
        assertRelationsAndRights(account);
    }

    private void assertRelationsAndRights(UUID account) {
        UUID user = service.create(new Entity("systemuser")
                .set("lastname", "Reader")
                .set("businessunitid", new EntityReference("businessunit", organization.rootBusinessUnitId())));
        service.associate(
                "systemuser",
                user,
                new Relationship("systemuserroles_association"),
                List.of(new EntityReference("role", organization.roleId("Basic User"))));
        assertThat(service.execute(AuditRequests.retrieveRecordChangeHistory(
                                new EntityReference("systemuser", user), PagingInfo.FIRST))
                        .required("AuditDetailCollection", AuditDetailCollection.class)
                        .auditDetails())
                .anySatisfy(detail -> {
                    assertThat(action(detail)).isEqualTo(33);
                    assertThat(detail.relationshipName()).isEqualTo("systemuserroles_association");
                    assertThat(detail.targetRecords())
                            .containsExactly(new EntityReference("role", organization.roleId("Basic User")));
                });
        OrganizationService reader = fixture.platform().service(organization.name(), user);
        faults(
                FaultCode.PRIVILEGE_DENIED,
                () -> reader.execute(AuditRequests.retrieveRecordChangeHistory(
                        new EntityReference("account", account), PagingInfo.FIRST)));
        faults(FaultCode.PRIVILEGE_DENIED, () -> reader.retrieveMultiple(new QueryExpression("audit", "action")));
        faults(FaultCode.NOT_SUPPORTED, () -> service.create(new Entity("audit")));
        service.delete(
                "audit",
                Objects.requireNonNull(history(account).getFirst().auditRecord().id()));
        assertThat(history(account)).isEmpty();
    }

    private static void faults(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.errorCode())
                                .as(fault.getMessage())
                                .isEqualTo(code.code()));
    }
}
