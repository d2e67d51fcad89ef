package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.patch;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntitySet;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a client learns of the model. */
class MetadataTest {

    @Test
    void aStrictClientReadsTheMetadata() throws Exception {
        var reply = get("$metadata");
        assertThat(reply.raw().headers().firstValue("Content-Type")).hasValue("application/xml; charset=utf-8");
        ODataClient client = ODataClientFactory.getClient();
        Edm edm = client.getReader()
                .readMetadata(new ByteArrayInputStream(reply.raw().body().getBytes(StandardCharsets.UTF_8)));
        var container = edm.getEntityContainer();
        assertThat(container.getEntitySets()).hasSizeGreaterThan(20);
        for (EdmEntitySet set : container.getEntitySets()) {
            EdmEntityType type = set.getEntityType();
            assertThat(type.getKeyPredicateNames()).as(set.getName()).hasSize(1);
            assertThat(type.getPropertyNames())
                    .allSatisfy(
                            name -> assertThat(type.getProperty(name).getType()).isNotNull());
            assertThat(type.getNavigationPropertyNames())
                    .allSatisfy(
                            name -> assertThat(type.getNavigationProperty(name).getType())
                                    .isNotNull());
            set.getNavigationPropertyBindings()
                    .forEach(binding -> assertThat(container.getEntitySet(binding.getTarget()))
                            .as(binding.getPath())
                            .isNotNull());
        }
        assertThat(container.getFunctionImport("WhoAmI").getUnboundFunctions()).hasSize(1);
        assertThat(container.getActionImport("BulkDelete").getUnboundAction().getParameterNames())
                .contains("QuerySet");
    }

    @Test
    void definitionsAreSelectedFilteredAndExpanded() throws Exception {
        JsonNode all = get("EntityDefinitions?$select=EntitySetName,LogicalName")
                .body()
                .path("value");
        assertThat(all.findValuesAsString("LogicalName")).contains("account", "asyncoperation", "systemuser");
        assertThat(all.get(0).propertyNames()).hasSize(3);
        assertThat(get("EntityDefinitions?$filter=EntitySetName eq 'accounts'&$select=LogicalName")
                        .body()
                        .path("value"))
                .hasSize(1);

        JsonNode account = get("EntityDefinitions(LogicalName='account')?$expand=Attributes($select=LogicalName)")
                .body();
        assertThat(account.path("PrimaryIdAttribute").asString()).isEqualTo("accountid");
        assertThat(account.path("Attributes").findValuesAsString("LogicalName")).contains("name", "statuscode");
        assertThat(get("EntityDefinitions(" + account.path("MetadataId").asString() + ")")
                        .body()
                        .path("LogicalName")
                        .asString())
                .isEqualTo("account");

        JsonNode status = get("EntityDefinitions(LogicalName='account')/Attributes/"
                        + "Microsoft.Dynamics.CRM.StatusAttributeMetadata?$expand=OptionSet")
                .body()
                .path("value");
        assertThat(status).hasSize(1);
        assertThat(status.get(0)
                        .path("OptionSet")
                        .path("Options")
                        .get(0)
                        .path("Value")
                        .asInt())
                .isEqualTo(1);
        JsonNode name = get("EntityDefinitions(LogicalName='account')/Attributes(LogicalName='name')")
                .body();
        assertThat(name.path("MaxLength").asInt()).isEqualTo(160);
        assertThat(get("EntityDefinitions(LogicalName='account')/ManyToOneRelationships")
                        .body()
                        .path("value"))
                .isNotEmpty();
        assertThat(get("RelationshipDefinitions(SchemaName='Account_Tasks')")
                        .body()
                        .path("ReferencingAttribute")
                        .asString())
                .isEqualTo("regardingobjectid");
        assertThat(get("EntityDefinitions(LogicalName='nothing')").status()).isEqualTo(404);
        assertThat(get("EntityDefinitions?$filter=Nothing eq 1").status()).isEqualTo(400);
    }

    @Test
    void whatIsInTheMetadataIsInTheDescriptionAndTheOtherWayRound() throws Exception {
        JsonNode paths = WebApiFixture.server().get("/openapi.json").body().path("paths");
        Edm edm = ODataClientFactory.getClient()
                .getReader()
                .readMetadata(
                        new ByteArrayInputStream(get("$metadata").raw().body().getBytes(StandardCharsets.UTF_8)));
        Set<String> expected =
                new TreeSet<>(List.of("/$metadata", "/EntityDefinitions", "/RelationshipDefinitions", "/$batch"));
        for (EdmEntitySet set : edm.getEntityContainer().getEntitySets()) {
            expected.add("/" + set.getName());
            expected.add("/" + set.getName() + "({id})");
        }
        edm.getSchemas().forEach(schema -> {
            String ours = schema.getNamespace().equals("Nightshift") ? "Nightshift." : "";
            schema.getFunctions().stream()
                    .filter(each -> !each.isBound())
                    .forEach(each -> expected.add("/" + ours + each.getName()));
            schema.getFunctions().stream().filter(each -> each.isBound()).forEach(each -> {
                var parameter = each.getParameter(each.getParameterNames().getFirst());
                expected.add("/" + set(edm, parameter.getType().getName()) + "({id})/" + each.getFullQualifiedName());
            });
            schema.getActions().stream()
                    .filter(each -> !each.isBound())
                    .forEach(each -> expected.add("/" + ours + each.getName()));
            schema.getActions().stream().filter(each -> each.isBound()).forEach(each -> {
                var parameter = each.getParameter(each.getParameterNames().getFirst());
                String set = parameter.isCollection()
                        ? "{set}"
                        : set(edm, parameter.getType().getName()) + "({id})";
                expected.add("/" + set + "/" + each.getFullQualifiedName());
            });
        });
        assertThat(paths.propertyNames()).containsExactlyInAnyOrderElementsOf(expected);
        for (String path : paths.propertyNames()) {
            if (!path.contains("{") && paths.path(path).has("get")) {
                assertThat(get(path.substring(1) + (path.contains("$") ? "" : "?$top=1"))
                                .status())
                        .as(path)
                        .isIn(200, 400);
            }
        }
    }

    private static String set(Edm edm, String type) {
        return edm.getEntityContainer().getEntitySets().stream()
                .filter(set -> set.getEntityType().getName().equals(type))
                .findFirst()
                .orElseThrow()
                .getName();
    }

    @Test
    void smallFunctionsAnswer() throws Exception {
        assertThat(get("RetrieveVersion()").body().path("Version").asString()).isNotBlank();
        JsonNode counts =
                get("RetrieveTotalRecordCount(EntityNames=@p1)?@p1=['account']").body();
        assertThat(counts.path("EntityRecordCountCollection")
                        .path("Keys")
                        .get(0)
                        .asString())
                .isEqualTo("account");
        assertThat(get("RetrieveTotalRecordCount(EntityNames=@p1)?@p1=[\"account\"]")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theHistoryOfARecordIsRead() throws Exception {
        String organization = get("organizations")
                .body()
                .path("value")
                .get(0)
                .path("organizationid")
                .asString();
        String switching = "organizations(" + organization + ")";
        patch(switching, "{\"isauditenabled\":true}", "If-Match", "*");
        try {
            UUID account = create("accounts", "{\"name\":\"Before\"}");
            patch("accounts(" + account + ")", "{\"name\":\"After\"}", "If-Match", "*");
            String target = "@t={'@odata.id':'accounts(" + account + ")'}";
            JsonNode history = get("RetrieveRecordChangeHistory(Target=@t,PagingInfo=@p)?" + target
                            + "&@p={'PageNumber':1,'Count':1}")
                    .body()
                    .path("AuditDetailCollection");
            assertThat(history.path("MoreRecords").asBoolean()).isTrue();
            JsonNode newest = history.path("AuditDetails").get(0);
            assertThat(newest.path("@odata.type").asString()).isEqualTo("#Microsoft.Dynamics.CRM.AttributeAuditDetail");
            assertThat(newest.path("OldValue").path("name").asString()).isEqualTo("Before");
            assertThat(newest.path("NewValue").path("name").asString()).isEqualTo("After");
            String entry = newest.path("AuditRecord").path("auditid").asString();
            assertThat(get("audits(" + entry + ")/Microsoft.Dynamics.CRM.RetrieveAuditDetails()")
                            .body()
                            .path("AuditDetail")
                            .path("NewValue")
                            .path("name")
                            .asString())
                    .isEqualTo("After");
            assertThat(get("RetrieveAttributeChangeHistory(Target=@t,AttributeLogicalName='telephone1')?" + target)
                            .body()
                            .path("AuditDetailCollection")
                            .path("AuditDetails"))
                    .isEmpty();
            assertThat(get("RetrieveRecordChangeHistory(Target=@t)?@t={'@odata.id':'x'}")
                            .status())
                    .isEqualTo(400);
        } finally {
            patch(switching, "{\"isauditenabled\":false}", "If-Match", "*");
        }
    }

    @Test
    void everySetIsReadable() throws Exception {
        for (JsonNode set : get("").body().path("value")) {
            assertThat(get(set.path("url").asString() + "?$top=1").status())
                    .as(set.path("url").asString())
                    .isEqualTo(200);
        }
    }
}
