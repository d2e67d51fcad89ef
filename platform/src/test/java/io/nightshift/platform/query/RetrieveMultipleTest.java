package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.AliasedValue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteByIdRequest;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries through the organization service, over records that it made. */
class RetrieveMultipleTest {

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void recordsAreFound(TestDatabase.Version version) throws Exception {
        try (PlatformFixture fixture = PlatformFixture.on(version)) {
            OrganizationService service = fixture.service();
            UUID fabrikam = service.create(new Entity("account")
                    .set("name", "Fabrikam")
                    .set("revenue", Money.of("12.50"))
                    .set("industrycode", new OptionSetValue(8)));
            service.create(new Entity("account").set("name", "FABRIKAM II").set("revenue", Money.of("7.50")));
            service.create(new Entity("account").set("name", "Contoso"));
            service.create(new Entity("contact")
                    .set("lastname", "Jensen")
                    .set("parentcustomerid", new EntityReference("account", fabrikam)));

            EntityCollection found =
                    service.retrieveMultiple(new QueryExpression("account", "name", "industrycode", "ownerid")
                            .where("name", ConditionOperator.BEGINS_WITH, "fabri")
                            .where("createdon", ConditionOperator.TODAY)
                            .where("createdby", ConditionOperator.EQUAL_USER_ID)
                            .where("owningbusinessunit", ConditionOperator.EQUAL_BUSINESS_ID)
                            .where("ownerid", ConditionOperator.EQUAL_USER_OR_USER_TEAMS)
                            .orderBy("name", OrderType.ASCENDING)
                            .page(new PagingInfo(1, 10, true, null)));
            assertThat(found.entities())
                    .extracting(entity -> entity.get("name"))
                    .containsExactly("Fabrikam", "FABRIKAM II");
            assertThat(found.totalRecordCount()).isEqualTo(2);
            assertThat(found.moreRecords()).isFalse();
            assertThat(found.pagingCookie()).isNull();
            Entity first = found.entities().getFirst();
            assertThat(first.id()).isEqualTo(fabrikam);
            assertThat(first.formattedValues())
                    .containsEntry("industrycode", "Consumer Services")
                    .containsKey("ownerid");
            assertThat(first.contains("revenue")).isFalse();

            EntityCollection linked = service.retrieveMultiple(new QueryExpression("contact", "lastname")
                    .link(new LinkEntity("account", "parentcustomerid", "accountid", JoinOperator.INNER, "a")
                            .columns("name")));
            assertThat(linked.entities())
                    .singleElement()
                    .satisfies(contact -> assertThat(contact.get("a.name"))
                            .isEqualTo(new AliasedValue("account", "name", "Fabrikam")));

            EntityCollection sums = service.retrieveMultiple(new QueryExpression("account")
                    .expression(AttributeExpression.aggregate("revenue", "total", AggregateType.SUM))
                    .expression(AttributeExpression.aggregate("accountid", "rows", AggregateType.COUNT)));
            assertThat(sums.entities()).singleElement().satisfies(row -> {
                assertThat(row.get("total")).isEqualTo(new AliasedValue("account", "revenue", Money.of("20")));
                assertThat(row.get("rows")).isEqualTo(new AliasedValue("account", "accountid", 3));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void pagesEndAndAViewIsExecuted(TestDatabase.Version version) throws Exception {
        try (PlatformFixture fixture = PlatformFixture.on(version)) {
            OrganizationService service = fixture.service();
            for (int i = 0; i < 7; i++) {
                service.create(new Entity("account")
                        .set("name", i % 2 == 0 ? "even" : "odd")
                        .set("accountnumber", "" + i));
            }
            UUID view = service.create(new Entity("savedquery")
                    .set("name", "Accounts")
                    .set("returnedtypecode", "account")
                    .set("querytype", 0)
                    .set(
                            "fetchxml",
                            "<fetch count='3'><entity name='account'><attribute name='accountnumber'/><order attribute='name'/>"
                                    + "</entity></fetch>"));
            List<Object> numbers = new ArrayList<>();
            PagingInfo page = new PagingInfo(1, 3);
            int pages = 0;
            while (page != null && pages++ < 10) {
                EntityCollection found = service.execute(
                                ExecuteByIdRequest.savedQuery(view).page(page))
                        .required("EntityCollection", EntityCollection.class);
                found.entities().forEach(entity -> numbers.add(entity.get("accountnumber")));
                page = found.pagingCookie() == null ? null : page.next(found.pagingCookie());
            }
            assertThat(pages).isEqualTo(3);
            assertThat(numbers.subList(0, 4)).containsExactlyInAnyOrder("0", "2", "4", "6");
            assertThat(numbers.subList(4, 7)).containsExactlyInAnyOrder("1", "3", "5");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatIsWrongIsAFault(TestDatabase.Version version) throws Exception {
        try (PlatformFixture fixture = PlatformFixture.on(version)) {
            OrganizationService service = fixture.service();
            assertFault(FaultCode.ENTITY_NOT_FOUND, () -> service.retrieveMultiple(new QueryExpression("acount")));
            assertFault(
                    FaultCode.ATTRIBUTE_NOT_FOUND,
                    () -> service.retrieveMultiple(new QueryExpression("account", "nam\"e")));
            assertFault(
                    FaultCode.QUERY_INVALID_VALUE,
                    () -> service.retrieveMultiple(new QueryExpression("account")
                            .where("revenue", ConditionOperator.EQUAL, "1; drop table account")));
            assertFault(
                    FaultCode.INVALID_ARGUMENT,
                    () -> service.retrieveMultiple(
                            new QueryExpression("account").page(new PagingInfo(2, 3, false, "<x/>"))));
            assertFault(
                    FaultCode.INVALID_ARGUMENT,
                    () -> service.retrieveMultiple(new QueryExpression("account")
                            .page(new PagingInfo(
                                    2,
                                    3,
                                    false,
                                    "<cookie page=\"1\"><account.accountid last=\"' or true\"/></cookie>"))));
            assertFault(FaultCode.INVALID_XML, () -> service.retrieveMultiple(new FetchExpression("<fetch")));
            assertFault(
                    FaultCode.OBJECT_DOES_NOT_EXIST,
                    () -> service.execute(ExecuteByIdRequest.userQuery(new UUID(1, 1))));
            String hostile = "'; drop table account; --\\\" %_[]\u0001\uD83D\uDE00";
            service.create(new Entity("account").set("name", hostile));
            assertThat(service.retrieveMultiple(new QueryExpression("account", "name")
                                    .where("name", ConditionOperator.EQUAL, hostile)
                                    .where("name", ConditionOperator.CONTAINS, hostile)
                                    .where("name", ConditionOperator.IN, "x", hostile))
                            .entities())
                    .singleElement()
                    .satisfies(account -> assertThat(account.get("name")).isEqualTo(hostile));
        }
    }

    private static void assertFault(FaultCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode())
                                .as(fault.getMessage())
                                .isEqualTo(code.hex()));
    }
}
