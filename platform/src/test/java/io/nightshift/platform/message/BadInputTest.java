package io.nightshift.platform.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteMultipleResponse;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of bad input, by every message that may carry it: each answers with the code of Dynamics and a sentence that
 * names what is wrong, and nothing is written, neither of it nor of what came with it.
 */
class BadInputTest {

    private static final UUID NOBODY = new UUID(4, 7);
    private static final EntityKeyMetadata KEY = new EntityKeyMetadata("new_badinput", List.of("websiteurl"));

    /** An attribute of account with a value that it cannot have; the sentence has to contain the words. */
    private record Bad(String attribute, @Nullable Object value, FaultCode code, String words) {
        @Override
        public String toString() {
            String shown = String.valueOf(value);
            return attribute + " = " + (shown.length() > 40 ? shown.length() + " characters" : shown);
        }
    }

    private static final List<Bad> VALUES = List.of(
            new Bad("nothing", "x", FaultCode.ATTRIBUTE_NOT_FOUND, "nothing"),
            new Bad("\"; drop table account; --", "x", FaultCode.ATTRIBUTE_NOT_FOUND, "account"),
            new Bad("name", 7, FaultCode.WRONG_ATTRIBUTE_TYPE, "name"),
            new Bad("numberofemployees", "many", FaultCode.WRONG_ATTRIBUTE_TYPE, "numberofemployees"),
            new Bad("numberofemployees", -1, FaultCode.INTEGER_OUT_OF_RANGE, "numberofemployees"),
            new Bad("fax", "9".repeat(5000), FaultCode.STRING_TOO_LONG, "fax"),
            new Bad("fax", "a\0b", FaultCode.INVALID_ARGUMENT, "fax"),
            new Bad("industrycode", new OptionSetValue(777), FaultCode.PICKLIST_VALUE_OUT_OF_RANGE, "industrycode"),
            new Bad(
                    "primarycontactid",
                    new EntityReference("contact", NOBODY),
                    FaultCode.OBJECT_DOES_NOT_EXIST,
                    NOBODY.toString()),
            new Bad(
                    "primarycontactid",
                    new EntityReference("account", NOBODY),
                    FaultCode.INVALID_ARGUMENT,
                    "primarycontactid"),
            new Bad("statuscode", new OptionSetValue(99), FaultCode.INVALID_STATE_CODE_STATUS_CODE, "99"));

    /** How a bad record is sent, beside a good one where that is possible. */
    private static final Map<String, BiFunction<Entity, Entity, OrganizationRequest>> WAYS = ways();

    private static Map<String, BiFunction<Entity, Entity, OrganizationRequest>> ways() {
        Map<String, BiFunction<Entity, Entity, OrganizationRequest>> ways = new LinkedHashMap<>();
        ways.put("Create", (bad, there) -> new CreateRequest(fresh(bad)));
        ways.put("Update", (bad, there) -> new UpdateRequest(existing(bad, there)));
        ways.put("Upsert that creates", (bad, there) -> new UpsertRequest(fresh(bad)));
        ways.put("Upsert that updates", (bad, there) -> new UpsertRequest(existing(bad, there)));
        ways.put(
                "CreateMultiple",
                (bad, there) -> new CreateMultipleRequest(
                        new EntityCollection("account", List.of(new Entity("account"), fresh(bad)))));
        ways.put(
                "UpdateMultiple",
                (bad, there) ->
                        new UpdateMultipleRequest(new EntityCollection("account", List.of(existing(bad, there)))));
        ways.put(
                "ExecuteTransaction",
                (bad, there) -> new ExecuteTransactionRequest(
                        List.of(new CreateRequest(new Entity("account")), new UpdateRequest(existing(bad, there))),
                        false));
        ways.put(
                "ExecuteMultiple",
                (bad, there) -> new ExecuteMultipleRequest(
                        List.of(new CreateRequest(fresh(bad))), new ExecuteMultipleSettings(true, true)));
        return ways;
    }

    private static Entity fresh(Entity bad) {
        return copied(bad, new Entity("account", UUID.randomUUID()));
    }

    private static Entity existing(Entity bad, Entity there) {
        return copied(bad, new Entity("account", there.id()).set("telephone2", "changed"));
    }

    private static Entity copied(Entity bad, Entity into) {
        bad.attributes().forEach(into::set);
        return into;
    }

    private final OrganizationService service;

    BadInputTest() throws Exception {
        service = PlatformFixture.shared(TestDatabase.versions().getLast()).service();
    }

    static Stream<Arguments> rows() {
        return WAYS.keySet().stream().flatMap(way -> VALUES.stream().map(bad -> Arguments.of(way, bad)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aBadValueIsRefusedByEveryMessageAndNothingIsWritten(String way, Bad bad) {
        Entity there = new Entity("account", service.create(new Entity("account").set("name", "There")));
        Entity before = read(there);
        int records = count();
        OrganizationServiceFault fault =
                fault(WAYS.get(way).apply(new Entity("account").set(bad.attribute(), bad.value()), there));
        assertThat(fault.hexCode()).as(fault.getMessage()).isEqualTo(bad.code().hex());
        assertThat(fault.getMessage()).contains(bad.words()).doesNotContain("\0", "org_contoso", "Exception");
        assertThat(count()).as("accounts").isEqualTo(records);
        assertThat(read(there).attributes()).isEqualTo(before.attributes());
        service.delete("account", there.id());
    }

    private OrganizationServiceFault fault(OrganizationRequest request) {
        try {
            if (service.execute(request) instanceof ExecuteMultipleResponse several) {
                OrganizationServiceFault fault = several.responses().getFirst().fault();
                if (fault != null) {
                    return fault;
                }
            }
        } catch (OrganizationServiceFault fault) {
            return fault;
        }
        throw new AssertionError("Not refused: " + request.requestName() + " " + request.parameters());
    }

    private Entity read(Entity account) {
        return service.retrieve("account", account.id(), ColumnSet.all());
    }

    private int count() {
        return service.retrieveMultiple(new QueryExpression("account", "accountid"))
                .entities()
                .size();
    }

    /** Requests that are wrong by themselves. */
    static Stream<Arguments> requests() {
        EntityReference nobody = new EntityReference("account", NOBODY);
        QueryExpression accounts = new QueryExpression("account", "name");
        return Stream.of(
                row(new CreateRequest(new Entity("acount")), FaultCode.ENTITY_NOT_FOUND, "acount"),
                row(new UpdateRequest(new Entity("acount", NOBODY)), FaultCode.ENTITY_NOT_FOUND, "acount"),
                row(new DeleteRequest(new EntityReference("acount", NOBODY)), FaultCode.ENTITY_NOT_FOUND, "acount"),
                row(new RetrieveRequest(nobody, ColumnSet.all()), FaultCode.OBJECT_DOES_NOT_EXIST, NOBODY.toString()),
                row(
                        new RetrieveMultipleRequest(new QueryExpression("acount", "name")),
                        FaultCode.ENTITY_NOT_FOUND,
                        "acount"),
                row(
                        new RetrieveMultipleRequest(new QueryExpression("account", "nme")),
                        FaultCode.ATTRIBUTE_NOT_FOUND,
                        "nme"),
                row(
                        new RetrieveMultipleRequest(accounts.where("nme", ConditionOperator.EQUAL, "x")),
                        FaultCode.ATTRIBUTE_NOT_FOUND,
                        "nme"),
                row(
                        new RetrieveMultipleRequest(
                                accounts.where("numberofemployees", ConditionOperator.EQUAL, "many")),
                        FaultCode.QUERY_INVALID_VALUE,
                        "numberofemployees"),
                row(
                        new RetrieveMultipleRequest(accounts.where("revenue", ConditionOperator.LIKE, "%1")),
                        FaultCode.QUERY_BAD_CONDITION,
                        "revenue"),
                row(new UpdateRequest(new Entity("account", NOBODY)), FaultCode.OBJECT_DOES_NOT_EXIST, "account"),
                row(new DeleteRequest(nobody), FaultCode.OBJECT_DOES_NOT_EXIST, NOBODY.toString()),
                row(new CreateRequest(new Entity("role").set("name", "x")), FaultCode.REQUIRED_FIELD_MISSING, "role"),
                row(
                        new UpdateRequest(new Entity("account").key("fax", "1").set("name", "x")),
                        FaultCode.ENTITY_KEY_NOT_DEFINED,
                        "fax"),
                row(
                        new SetStateRequest(nobody, new OptionSetValue(1), new OptionSetValue(-1)),
                        FaultCode.OBJECT_DOES_NOT_EXIST,
                        NOBODY.toString()),
                row(new MergeRequest(nobody, NOBODY), FaultCode.MERGE_ENTITIES_IDENTICAL, "merge"),
                row(
                        new ExecuteAsyncRequest(new CreateRequest(new Entity("account"))),
                        FaultCode.INVALID_ARGUMENT,
                        "Merge"),
                row(new OrganizationRequest("Frobnicate"), FaultCode.NOT_SUPPORTED, "message"),
                row(new OrganizationRequest("Create"), FaultCode.INVALID_ARGUMENT, "Target"),
                row(new OrganizationRequest("Create").set("Target", 7), FaultCode.INVALID_ARGUMENT, "Target"),
                row(
                        new ExecuteMultipleRequest(
                                Collections.nCopies(1001, new CreateRequest(new Entity("account"))),
                                new ExecuteMultipleSettings(true, true)),
                        FaultCode.INVALID_ARGUMENT,
                        "1000"),
                row(
                        new ExecuteTransactionRequest(
                                Collections.nCopies(1001, new CreateRequest(new Entity("account"))), false),
                        FaultCode.INVALID_ARGUMENT,
                        "1000"));
    }

    private static Arguments row(OrganizationRequest request, FaultCode code, String words) {
        return Arguments.of(request.requestName(), request, code, words);
    }

    @ParameterizedTest(name = "[{index}] {0}: {2}")
    @MethodSource("requests")
    void aRequestThatMakesNoSenseIsRefusedWithItsCode(
            String name, OrganizationRequest request, FaultCode code, String words) {
        int records = count();
        OrganizationServiceFault fault = fault(request);
        assertThat(fault.hexCode()).as(fault.getMessage()).isEqualTo(code.hex());
        assertThat(fault.getMessage()).containsIgnoringCase(words).doesNotContain("org_contoso", "Exception");
        assertThat(count()).isEqualTo(records);
    }

    /** A value that another record has already under an alternate key. */
    @Test
    void aBrokenKeyIsRefusedByEveryMessageAndNothingIsWritten() throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(TestDatabase.versions().getLast());
        fixture.platform().metadata(PlatformFixture.CONTOSO).createKey("account", KEY);
        try {
            String url = "https://example.org/" + UUID.randomUUID();
            service.create(new Entity("account").set("websiteurl", url));
            for (String way : WAYS.keySet()) {
                aBadValueIsRefusedByEveryMessageAndNothingIsWritten(
                        way,
                        new Bad(
                                "websiteurl",
                                url.toUpperCase(java.util.Locale.ROOT),
                                FaultCode.DUPLICATE_RECORD_ENTITY_KEY,
                                "new_badinput"));
            }
        } finally {
            fixture.platform().metadata(PlatformFixture.CONTOSO).deleteKey("account", KEY.logicalName());
        }
    }
}
