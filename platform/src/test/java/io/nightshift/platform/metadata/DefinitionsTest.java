package io.nightshift.platform.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.metadata.AttributeType.CustomerType;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.sdk.OrganizationServiceFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The standard entities, and the form in which entities are written. */
class DefinitionsTest {

    private static final List<String> STANDARD = List.of(
            "account",
            "contact",
            "lead",
            "opportunity",
            "task",
            "email",
            "phonecall",
            "appointment",
            "letter",
            "annotation",
            "list",
            "campaign",
            "campaignactivity",
            "campaignresponse",
            "contract",
            "systemuser",
            "team",
            "businessunit",
            "role",
            "organization",
            "savedquery",
            "userquery",
            "usersettings",
            "bulkdeleteoperation",
            "bulkdeletefailure",
            "organizationstatistic",
            "asyncoperation",
            "pluginassembly",
            "plugintype",
            "serviceendpoint",
            "sdkmessage",
            "sdkmessagefilter",
            "sdkmessageprocessingstep",
            "sdkmessageprocessingstepimage",
            "sdkmessageprocessingstepsecureconfig",
            "plugintracelog",
            "asyncoutcomerule",
            "privilege",
            "roleprivileges",
            "audit",
            "fileattachment",
            "workflow",
            "workflowlog",
            "workflowwaitsubscription",
            "activityparty",
            "activitymimeattachment",
            "template",
            "emailserverprofile");

    private final OrganizationMetadata shipped = new OrganizationMetadata(
            1,
            StandardEntities.definitions().entities(),
            StandardEntities.definitions().manyToMany());

    @Test
    void everyStandardEntityIsThereAndFitsTheOthers() {
        assertThat(shipped.entities().stream().map(EntityMetadata::logicalName))
                .containsExactlyInAnyOrderElementsOf(STANDARD);
        assertThat(shipped.entities().stream().map(entity -> entity.names().objectTypeCode()))
                .doesNotHaveDuplicates();
        assertThat(shipped.entities().stream().map(entity -> entity.names().entitySetName()))
                .doesNotHaveDuplicates();
        assertThat(shipped.entities()).noneMatch(EntityMetadata::custom);
    }

    @Test
    void whatIsWrittenIsReadAgainAsTheSame() {
        for (EntityMetadata entity : shipped.entities()) {
            Definitions again = DefinitionReader.read(entity.logicalName(), DefinitionWriter.write(entity));
            assertThat(again.entities()).containsExactly(entity);
        }
        for (ManyToManyRelationshipMetadata pair : shipped.manyToMany()) {
            assertThat(DefinitionReader.read("pair", DefinitionWriter.write(pair))
                            .manyToMany())
                    .containsExactly(pair);
        }
    }

    @Test
    void labelsWithQuotationMarksSurvive() {
        String label = "a \"b\" \\ {c}, #d";
        EntityMetadata account = shipped.entity("account")
                .with(
                        new AttributeMetadata(
                                "new_odd",
                                label,
                                new StringType(7),
                                RequiredLevel.NONE,
                                AttributeMetadata.Access.WRITE,
                                true),
                        List.of());
        assertThat(DefinitionReader.read("odd", DefinitionWriter.write(account)).entities())
                .containsExactly(account);
    }

    @Test
    void anAccountIsWhatDynamicsSaysItIs() {
        EntityMetadata account = shipped.entity("account");
        assertThat(account.names().objectTypeCode()).isEqualTo(1);
        assertThat(account.primaryNameAttribute()).isEqualTo("name");
        assertThat(account.attribute("name").type()).isEqualTo(new StringType(160));
        assertThat(account.statuses().option(2))
                .hasValueSatisfying(option -> assertThat(option.state()).isEqualTo(1));
        assertThat(account.defaultStatus(1).orElseThrow().value()).isEqualTo(2);
        assertThat(account.attribute("ownerid").typeColumnName()).isEqualTo("ownerid$type");
        assertThat(shipped.entity("contact").attribute("parentcustomerid").type())
                .isInstanceOf(CustomerType.class);
        assertThat(shipped.oneToMany("contact_customer_accounts")).hasValueSatisfying(relationship -> {
            assertThat(relationship.referencedEntity()).isEqualTo("account");
            assertThat(relationship.referencingEntity()).isEqualTo("contact");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            name string 160                                  | line 1: an attribute or key stands below an entity
            entity 9bad 1 user bads\\n x uniqueidentifier id  | '9bad' is no logical name
            entity good 1 nobody goods                       | 'nobody' is not the ownership
            entity good 1 user goods\\n x strin 1             | there is no attribute kind 'strin'
            entity good 1 user goods\\n x string 0            | maximum length of 1 to 4000, not 0
            entity good 1 user goods\\n x string 5            | has no attribute with the word 'id'
            entity good 1 user goods\\n x string many         | line 2: 'many' is no whole number
            entity good 1 user goods\\n x picklist { 1 "a", 1 "b" } | the number 1 twice
            entity good 1 user goods\\n x picklist { 1 "a"    | the options do not end with }
            entity good 1 user goods\\n x "y                  | a text in quotation marks does not end
            entity good 1 user goods\\n x string 5\\n x memo 5 | stands there twice
            entity good 1 user goods\\n x integer 1..99999999999 | within 32 bits
            entity good 1 user goods\\n x uniqueidentifier id\\n key k y | names 'y', which is no attribute
            """)
    void whatIsWrongIsSaidWithItsPlace(String text, String expected) {
        assertThatThrownBy(() -> DefinitionReader.read("test", text.replace("\\n", "\n")))
                .isInstanceOf(OrganizationServiceFault.class)
                .hasMessageContaining(expected);
    }

    @Test
    void foldedTextsOrderAsTheirBytesDo() {
        assertThat(FoldedText.of("ÉCOLE Ⅳ ẞ I")).isEqualTo(FoldedText.of("e\u0301cole ⅳ ß i"));
        assertThat(FoldedText.of("strasse")).isNotEqualTo(FoldedText.of("straße"));
        String beyond = new String(Character.toChars(0x1F600));
        assertThat(FoldedText.compare("\uFFFD", beyond)).isNegative();
        assertThat(FoldedText.compare("a", "ab")).isNegative();
        assertThat(FoldedText.compare(beyond, beyond)).isZero();
    }
}
