package io.nightshift.platform.customization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.security.People;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteMultipleResponse;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.MetadataRequests;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.AttributeRequiredLevel;
import io.nightshift.sdk.metadata.AttributeTypeCode;
import io.nightshift.sdk.metadata.CascadeConfiguration;
import io.nightshift.sdk.metadata.EntityHeader;
import io.nightshift.sdk.metadata.EntityKeyMetadata;
import io.nightshift.sdk.metadata.EntityMetadata;
import io.nightshift.sdk.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.sdk.metadata.OneToManyRelationshipMetadata;
import io.nightshift.sdk.metadata.OptionMetadata;
import io.nightshift.sdk.query.ColumnSet;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers read and change of metadata through the organization service. */
class MetadataMessagesTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    private static OrganizationRequest planet() {
        return MetadataRequests.createEntity(
                new EntityHeader("new_planet").displayName("Planet").displayCollectionName("Planets"),
                new AttributeMetadata("new_name", AttributeTypeCode.STRING).displayName("Name"));
    }

    private static EntityMetadata read(OrganizationService service, String entity) {
        return service.execute(MetadataRequests.retrieveEntity(entity))
                .required("EntityMetadata", EntityMetadata.class);
    }

    private static AttributeMetadata attribute(EntityMetadata entity, String name) {
        return entity.attributes().stream()
                .filter(attribute -> attribute.logicalName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anEntityOfOnesOwnIsMadeChangedAndRemoved(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        String stamp = service.execute(MetadataRequests.retrieveMetadataChanges(null))
                .required("ServerVersionStamp", String.class);
        UUID id = service.execute(planet()).required("EntityId", UUID.class);
        assertThat(id).isEqualTo(MetadataId.ofEntity("new_planet"));
        UUID mars = service.create(new Entity("new_planet").set("new_name", "Mars"));
        service.execute(MetadataRequests.createAttribute(
                "new_planet",
                new AttributeMetadata("new_mass", AttributeTypeCode.DECIMAL)
                        .range(BigDecimal.ZERO, BigDecimal.TEN)
                        .precision(1)));
        service.execute(MetadataRequests.createAttribute(
                "new_planet",
                new AttributeMetadata("new_kind", AttributeTypeCode.PICKLIST)
                        .options(List.of(new OptionMetadata(1, "Rock"), new OptionMetadata(2, "Gas")))
                        .auditEnabled(false)));
        service.execute(MetadataRequests.updateAttribute(
                "new_planet",
                new AttributeMetadata("new_mass", AttributeTypeCode.DECIMAL)
                        .displayName("Mass")
                        .range(null, new BigDecimal("500"))));
        service.execute(MetadataRequests.updateEntity(
                new EntityHeader("new_planet").displayName("World").auditEnabled(true)));
        int ice = service.execute(MetadataRequests.insertOptionValue("new_planet", "new_kind", null, "Ice"))
                .required("NewOptionValue", Integer.class);
        assertThat(ice).isEqualTo(100_000_000);
        service.execute(MetadataRequests.updateOptionValue("new_planet", "new_kind", 1, "Stone"));
        service.execute(MetadataRequests.deleteOptionValue("new_planet", "new_kind", 2));
        service.execute(MetadataRequests.orderOption("new_planet", "new_kind", List.of(ice, 1)));
        service.execute(MetadataRequests.insertStatusValue("new_planet", "statuscode", 7, "Blown up", 1));
        service.execute(MetadataRequests.createEntityKey(
                "new_planet", new EntityKeyMetadata("new_byname", List.of("new_name"))));
        service.update(new Entity("new_planet", mars)
                .set("new_mass", new BigDecimal("417.3"))
                .set("new_kind", new OptionSetValue(ice)));

        assertPlanet(service, ice);
        String now = service.execute(MetadataRequests.retrieveMetadataChanges(stamp))
                .required("ServerVersionStamp", String.class);
        assertThat(now).isNotEqualTo(stamp);
        assertThat(service.execute(MetadataRequests.retrieveMetadataChanges(now))
                        .get("EntityMetadata"))
                .isEqualTo(List.of());
        service.execute(MetadataRequests.publishAllXml());
        service.execute(MetadataRequests.deleteEntityKey("new_planet", "new_byname"));
        service.execute(MetadataRequests.deleteAttribute("new_planet", "new_kind"));
        service.execute(MetadataRequests.deleteEntity("new_planet"));
        faults(FaultCode.ENTITY_NOT_FOUND, () -> read(service, "new_planet"));
    }

    private static void assertPlanet(OrganizationService service, int ice) {
        EntityMetadata planet = read(service, "new_planet");
        assertThat(planet.header().displayName()).isEqualTo("World");
        assertThat(planet.header().displayCollectionName()).isEqualTo("Planets");
        assertThat(planet.header().entitySetName()).isEqualTo("new_planets");
        assertThat(planet.header().isAuditEnabled()).isTrue();
        assertThat(Objects.requireNonNull(planet.header().objectTypeCode())).isGreaterThanOrEqualTo(10_000);
        AttributeMetadata mass = attribute(planet, "new_mass");
        assertThat(List.of(
                        Objects.requireNonNull(mass.displayName()),
                        Objects.requireNonNull(mass.minValue()).intValue(),
                        Objects.requireNonNull(mass.maxValue()).intValue(),
                        Objects.requireNonNull(mass.precision())))
                .containsExactly("Mass", 0, 500, 1);
        AttributeMetadata kind = attribute(planet, "new_kind");
        assertThat(kind.options()).containsExactly(new OptionMetadata(ice, "Ice"), new OptionMetadata(1, "Stone"));
        assertThat(kind.isAuditEnabled()).isFalse();
        assertThat(planet.keys()).containsExactly(new EntityKeyMetadata("new_byname", List.of("new_name")));
        assertThat(service.execute(MetadataRequests.retrieveAttribute("new_planet", "statuscode"))
                        .required("AttributeMetadata", AttributeMetadata.class)
                        .options())
                .contains(new OptionMetadata(7, "Blown up", 1));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void relationshipsAreMadeAndRemoved(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        OneToManyRelationshipMetadata one = new OneToManyRelationshipMetadata(
                "new_account_letters", "account", "letter", "new_about", CascadeConfiguration.REFERENTIAL);
        service.execute(
                MetadataRequests.createOneToMany(one, new AttributeMetadata("new_about", AttributeTypeCode.LOOKUP)));
        ManyToManyRelationshipMetadata many =
                new ManyToManyRelationshipMetadata("new_letters_contacts", "new_lettercontact", "letter", "contact");
        service.execute(MetadataRequests.createManyToMany(many));
        UUID account = service.create(new Entity("account").set("name", "related"));
        UUID contact = service.create(new Entity("contact").set("lastname", "related"));
        UUID letter = service.create(
                new Entity("letter").set("subject", "l").set("new_about", new EntityReference("account", account)));
        service.associate(
                "letter",
                letter,
                new Relationship("new_letters_contacts"),
                List.of(new EntityReference("contact", contact)));
        assertThat(service.execute(MetadataRequests.retrieveRelationship("new_account_letters"))
                        .get("RelationshipMetadata"))
                .isEqualTo(one);
        assertThat(read(service, "letter").manyToManyRelationships()).contains(many);

        service.execute(MetadataRequests.deleteRelationship("new_account_letters"));
        service.execute(MetadataRequests.deleteRelationship("new_letters_contacts"));
        assertThat(service.retrieve("letter", letter, ColumnSet.all()).attributes())
                .doesNotContainKey("new_about");
        faults(
                FaultCode.INVALID_RELATIONSHIP_TYPE,
                () -> service.execute(MetadataRequests.deleteRelationship("new_letters_contacts")));
        faults(
                FaultCode.ATTRIBUTE_NOT_CUSTOM,
                () -> service.execute(MetadataRequests.deleteRelationship("account_primary_contact")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatCannotBeIsRefusedAndNothingOfItRemains(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        String before = service.execute(MetadataRequests.retrieveMetadataChanges(null))
                .required("ServerVersionStamp", String.class);
        AttributeMetadata wrong = new AttributeMetadata("new_wrong", AttributeTypeCode.INTEGER).maxLength(3);
        faults(FaultCode.INVALID_ARGUMENT, () -> service.execute(MetadataRequests.createAttribute("account", wrong)));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.execute(MetadataRequests.createAttribute(
                        "account",
                        new AttributeMetadata("new_must", AttributeTypeCode.STRING)
                                .requiredLevel(AttributeRequiredLevel.SYSTEM_REQUIRED))));
        faults(
                FaultCode.INVALID_SCHEMA_NAME,
                () -> service.execute(MetadataRequests.createEntity(
                        new EntityHeader("planet"), new AttributeMetadata("name", AttributeTypeCode.STRING))));
        faults(
                FaultCode.WRONG_ATTRIBUTE_TYPE,
                () -> service.execute(MetadataRequests.insertOptionValue("account", "name", 1, "One")));
        faults(FaultCode.INVALID_ARGUMENT, () -> service.execute(new OrganizationRequest("DeleteEntity")));

        People people = new People(fixture);
        OrganizationService reader = people.as(people.user("reader", people.root(), people.role("Basic User")));
        assertThat(read(reader, "account").logicalName()).isEqualTo("account");
        faults(FaultCode.PRIVILEGE_DENIED, () -> reader.execute(planet()));

        faults(
                FaultCode.NOT_SUPPORTED,
                () -> service.execute(new ExecuteTransactionRequest(
                        List.of(new CreateRequest(new Entity("account").set("name", "x")), planet()), false)));
        try (Connection connection = fixture.database().dataSource().getConnection()) {
            OrganizationService within = fixture.platform()
                    .service(
                            connection,
                            PlatformFixture.CONTOSO,
                            people.organization().systemUserId());
            faults(FaultCode.NOT_SUPPORTED, () -> within.execute(planet()));
        }
        ExecuteMultipleResponse several = (ExecuteMultipleResponse) service.execute(new ExecuteMultipleRequest(
                List.of(MetadataRequests.publishAllXml(), MetadataRequests.deleteEntity("account")),
                new ExecuteMultipleSettings(true, true)));
        assertThat(several.isFaulted()).isTrue();
        assertThat(service.execute(MetadataRequests.retrieveMetadataChanges(null))
                        .get("ServerVersionStamp"))
                .isEqualTo(before);
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
