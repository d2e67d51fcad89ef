package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.postgres.Seed;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FetchXML becomes the same tree as the other queries, and a wrong text a clear fault. */
class FetchXmlTest {

    private static final String GOOD = """
            <fetch version="1.0" mapping="logical" distinct="false" count="3" page="2" returntotalrecordcount="true">
              <entity name="alpha">
                <attribute name="name" />
                <attribute name="whole"/>
                <order attribute="name" descending="true" />
                <filter type="or">
                  <condition attribute="name" operator="like" value="a%" />
                  <condition attribute="whole" operator="in">
                    <value>1</value>
                    <value>2</value>
                  </condition>
                  <condition entityname="b" attribute="name" operator="null" />
                </filter>
                <link-entity name="beta" from="betaid" to="betaid" link-type="outer" alias="b">
                  <attribute name="name" />
                </link-entity>
              </entity>
            </fetch>
            """;
    private static final QueryContext CONTEXT =
            QueryContext.of(RandomValues.NOW, QueryContext.Caller.of(new UUID(1, 1), null, java.util.Set.of()));

    private static Query read(String fetch) {
        return new QueryReader(World.METADATA, CONTEXT).read(new FetchExpression(fetch));
    }

    @Test
    void itIsTheSameTreeAsTheExpression() {
        QueryExpression expression = new QueryExpression("alpha", "name", "whole")
                .criteria(io.nightshift.sdk.query.FilterExpression.or(
                        new io.nightshift.sdk.query.ConditionExpression("name", ConditionOperator.LIKE, "a%"),
                        new io.nightshift.sdk.query.ConditionExpression("whole", ConditionOperator.IN, 1, 2),
                        new io.nightshift.sdk.query.ConditionExpression("name", ConditionOperator.NULL).of("b")))
                .link(new LinkEntity("beta", "betaid", "betaid", JoinOperator.LEFT_OUTER, "b").columns("name"))
                .orderBy("name", OrderType.DESCENDING)
                .page(new PagingInfo(2, 3, true, null));
        assertThat(read(GOOD)).isEqualTo(new QueryReader(World.METADATA, CONTEXT).read(expression));
    }

    @Test
    void theSimplestQueryIsTheSameTree() {
        QueryByAttribute simple = new QueryByAttribute("alpha", io.nightshift.sdk.query.ColumnSet.of("name"))
                .where("name", "a")
                .where("code", null)
                .orderBy("whole", OrderType.ASCENDING);
        assertThat(new QueryReader(World.METADATA, CONTEXT).read(simple)).isEqualTo(read("""
                                <fetch><entity name="alpha"><attribute name="name"/><order attribute="whole"/><filter>
                                <condition attribute="name" operator="eq" value="a"/>
                                <condition attribute="code" operator="null"/></filter></entity></fetch>
                                """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    <attribute name="name" />     | <attribute name="nam" />       | 0x80041103 | line 3
                    name="alpha"                  | name="alpa"                    | 0x80041102 | line 2
                    attribute="name" operator     | attribute="nme" operator       | 0x80041103 | line 7
                    operator="like"               | operator="lik"                 | 0x80041120 | line 7
                    operator="like"               | operator="contain-values"      | 0x80041106 | line 7
                    operator="like"               | opertor="like"                 | 0x8004111C | line 7
                    <value>1</value>              | <value>one</value>             | 0x80041108 | line 8
                    entityname="b"                | entityname="c"                 | 0x8004110A | line 12
                    from="betaid"                 | from="name"                    | 0x80040203 | line 14
                    alias="b"                     | alias="b c"                    | 0x80041109 | line 14
                    link-type="outer"             | link-type="left"               | 0x80041117 | line 14
                    count="3"                     | count="0"                      | 0x8004110C | line 1
                    count="3"                     | count="5001"                   | 0x8004110C | line 1
                    count="3"                     | top="3"                        | 0x80041127 | line 1
                    type="or"                     | type="xor"                     | 0x80040203 | line 6
                    <order attribute="name"       | <order attribute="picks"       | 0x80040203 | line 5
                    <order attribute="name"       | <order alias="x"               | 0x8004110A | line 5
                    distinct="false"              | distinct="maybe"               | 0x80040203 | line 1
                    distinct="false"              | aggregate="true"               | 0x8004110B | line 3
                    </filter>                     | </filtr>                       | 0x80040201 | line 13
                    <fetch version                | <!DOCTYPE f [<!ENTITY e "x">]><fetch version | 0x80040201 | line 1
                    value="a%"                    | value="[a-c]%"                 | 0x80040203 | line 7
                    paging                        | paging                         | none       | none
                    """)
    void aWrongTextIsAFaultWithItsLine(String good, String wrong, String code, String place) {
        if (code.equals("none")) {
            assertThat(read(GOOD).outputs()).isNotEmpty();
            return;
        }
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> read(GOOD.replace(good, wrong)))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode())
                                .as(fault.getMessage())
                                .isEqualTo(code))
                .hasMessageContaining(place);
    }

    @Test
    void nothingOutsideIsRead() {
        String fetch = "<!DOCTYPE fetch [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                + GOOD.replace("value=\"a%\"", "value=\"&x;\"");
        assertThatThrownBy(() -> read(fetch))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.INVALID_XML)).isTrue());
    }

    @Test
    void deepAndLongTextsAreRefused() {
        String deep = "<filter>".repeat(5000) + "</filter>".repeat(5000);
        String fetch = "<fetch><entity name=\"alpha\">" + deep + "</entity></fetch>";
        assertThatThrownBy(() -> read(fetch)).isInstanceOf(OrganizationServiceFault.class);
        assertThatThrownBy(() -> read(" ".repeat(1_000_001))).isInstanceOf(OrganizationServiceFault.class);
    }

    /** Whatever is done to a text: it is read, or refused with a fault; nothing else is thrown. */
    @Test
    void aBrokenTextIsNeverAnythingButAFault() {
        long seed = Seed.repeated();
        System.out.println("Broken FetchXML, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int readable = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = Mutilation.of(GOOD, random);
            try {
                read(text);
                readable++;
            } catch (OrganizationServiceFault fault) {
                assertThat(fault.getMessage()).as(text).isNotBlank().doesNotContain("java.");
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("Seed " + seed + " threw " + e + " for\n" + text, e);
            }
        }
        assertThat(readable).isBetween(100, 19_000);
    }
}
