package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.server.process.RunningServer.Reply;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Queries over five accounts that other tests do not see, because their number begins with a mark of this class: a to e,
 * of which a and b have a contact, c has tasks, and e nearly nothing.
 */
class QueriesTest {

    private static final String MARK = "Q" + UUID.randomUUID().toString().substring(0, 8);
    private static UUID contact;

    @BeforeAll
    static void make() throws Exception {
        contact = create("contacts", "{\"lastname\":\"Doe\",\"firstname\":\"Jane\"}");
        String bound = ",\"primarycontactid@odata.bind\":\"/contacts(" + contact + ")\"";
        account("a", ",\"revenue\":10,\"donotemail\":true,\"telephone1\":\"O'Hara\"" + bound);
        account("b", ",\"revenue\":20,\"numberofemployees\":5" + bound);
        UUID c = account("c", ",\"revenue\":30,\"industrycode\":1");
        account("d", ",\"revenue\":40,\"industrycode\":1");
        account("e", "");
        for (String subject : new String[] {"t1", "t2", "t3"}) {
            create(
                    "tasks",
                    "{\"subject\":\"" + subject + "\",\"regardingobjectid_account_task@odata.bind\":\"/accounts(" + c
                            + ")\"}");
        }
    }

    private static UUID account(String name, String more) throws Exception {
        return create("accounts", "{\"name\":\"" + name + "\",\"accountnumber\":\"" + MARK + "\"" + more + "}");
    }

    private static String marked(String filter) {
        return "accounts?$select=name&$orderby=name&$filter=accountnumber eq '" + MARK + "'"
                + (filter.isEmpty() ? "" : " and (" + filter + ")");
    }

    private static String names(Reply reply) {
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        StringBuilder names = new StringBuilder();
        reply.body().path("value").forEach(row -> names.append(row.path("name").asString()));
        return names.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name eq 'A' | a",
                "name ne 'a' | bcde",
                "revenue gt 10 and revenue le 30 | bc",
                "30 lt revenue | d",
                "not (revenue gt 10) | ae",
                "not (revenue gt 10 or name eq 'e') | a",
                "revenue eq null | e",
                "not (revenue ne null) | e",
                "contains(telephone1,'''HA') | a",
                "startswith(name,'B') or endswith(name,'c') | bc",
                "not contains(name,'a') | bcde",
                "contains(name,'a') eq false | bcde",
                "name in ('a','d') | ad",
                "not (name in ('a','d')) | bce",
                "donotemail | a",
                "donotemail eq true | a",
                "industrycode eq 1 | cd",
                "primarycontactid/lastname eq 'doe' | ab",
                "primarycontactid/lastname ne 'doe' | cde",
                "not (primarycontactid/lastname eq 'doe') | cde",
                "primarycontactid/lastname eq null | cde",
                "_primarycontactid_value ne null | ab",
                "primarycontactid eq null | cde",
                "Account_Tasks/any(t:t/subject eq 't2') | c",
                "Account_Tasks/any() | c",
                "not Account_Tasks/any(t:t/subject eq 't2') | abde",
                "Account_Tasks/all(t:startswith(t/subject,'t')) | abcde",
                "Account_Tasks/all(t:t/subject eq 't1') | abde",
                "not Account_Tasks/all(t:t/subject eq 't1') | c",
                "Account_Tasks/any(t:t/regardingobjectid_account/name eq 'c') | c",
                "Account_Tasks/any(t:not (t/regardingobjectid_account/name eq 'c')) | \"\"",
                "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=2) | abcde",
                "not Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=2) | \"\"",
                "Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['a','b']) | ab",
                "Microsoft.Dynamics.CRM.Between(PropertyName='revenue',PropertyValues=['15','30']) | bc",
                "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid') | abcde",
                "createdon gt 2020-01-01T00:00:00Z | abcde",
                "createdon lt 2020-01-01 | \"\"",
                "name eq @p1 | b"
            })
    void filtersMeanWhatTheySay(String filter, String expected) throws Exception {
        assertThat(names(get(marked(filter) + "&@p1='b'"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$filter=name eq",
                "$filter=nome eq 'a'",
                "$filter=name eq 'a",
                "$filter=year(createdon) eq 2020",
                "$filter=name eq 'a' and",
                "$filter=((name eq 'a')",
                "$filter=Account_Tasks/subject eq 'a'",
                "$filter=Account_Tasks/any(t:subject eq 'a')",
                "$filter=revenue gt null",
                "$filter=1 eq 1",
                "$filter=name eq @p9",
                "$filter=Microsoft.Dynamics.CRM.Nothing(PropertyName='name')",
                "$select=nome",
                "$orderby=name up",
                "$top=-1",
                "$expand=nothing",
                "$expand=primarycontactid($filter=lastname eq 'a')",
                "$expand=primarycontactid($select=fullname",
                "$count=yes",
                "$skip=5",
                "$apply=groupby(name)",
                "$skiptoken=abc",
                "fetchXml=<fetch>",
                "fetchXml=<fetch><entity name='contact'/></fetch>",
                "$filter=name eq 'a'&$filter=name eq 'b'",
            })
    void whatCannotBeReadIsRefused(String options) throws Exception {
        Reply reply = get("accounts?" + options);
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(400);
        assertThat(reply.errorCode()).startsWith("0x8");
        assertThat(reply.body().path("error").path("message").asString()).isNotBlank();
    }

    @Test
    void pagesFollowEachOtherThoughASlashIsAppended() throws Exception {
        List<String> names = new ArrayList<>();
        Reply page = get(marked("") + "&$count=true", "Prefer", "odata.maxpagesize=2");
        assertThat(page.body().path("@odata.count").asInt()).isEqualTo(5);
        assertThat(header(page, "Preference-Applied")).isEqualTo("odata.maxpagesize=2");
        while (true) {
            page.body().path("value").forEach(row -> names.add(row.path("name").asString()));
            String next = page.body().path("@odata.nextLink").asString("");
            if (next.isEmpty()) {
                break;
            }
            assertThat(page.body().path("value")).hasSize(2);
            URI link = URI.create(next + "/");
            page = WebApiFixture.server().get(link.getRawPath() + "?" + link.getRawQuery());
        }
        assertThat(names).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void topAndCountAndOrder() throws Exception {
        assertThat(names(get(marked("") + "&$top=2"))).isEqualTo("ab");
        assertThat(names(get(marked("") + "&$top=0"))).isEmpty();
        assertThat(names(get("accounts?$select=name&$orderby=revenue desc&$filter=accountnumber eq '" + MARK + "'")))
                .isEqualTo("dcbae");
        assertThat(names(
                        get("accounts?$select=name&$orderby=primarycontactid/fullname desc&$top=2&$filter=accountnumber"
                                + " eq '" + MARK + "'")))
                .hasSize(2)
                .matches("[ab]{2}");
        assertThat(get("accounts/$count?$filter=accountnumber eq '" + MARK + "'")
                        .raw()
                        .body())
                .isEqualTo("5");
    }

    @Test
    void linkedRecordsComeWithTheirRecord() throws Exception {
        JsonNode rows = get(marked("")
                        + "&$expand=primarycontactid($select=fullname;$expand=ownerid),Account_Tasks($select=subject;"
                        + "$orderby=subject desc;$top=2;$filter=subject ne 't2'),ownerid($select=fullname)")
                .body()
                .path("value");
        assertThat(rows.get(0).path("primarycontactid").path("fullname").asString())
                .isEqualTo("Jane Doe");
        assertThat(rows.get(0).path("primarycontactid").path("ownerid").isObject())
                .isTrue();
        assertThat(rows.get(2).path("primarycontactid").isNull()).isTrue();
        assertThat(rows.get(0).path("Account_Tasks")).isEmpty();
        assertThat(rows.get(2).path("Account_Tasks").findValuesAsString("subject"))
                .containsExactly("t3", "t1");
        assertThat(rows.get(0).path("ownerid").path("fullname").isString()).isTrue();
        assertThat(rows.get(0).has("_primarycontactid_value")).isFalse();
    }

    @Test
    void groupsAndAggregates() throws Exception {
        JsonNode rows = get("accounts?$apply=filter(accountnumber eq '" + MARK
                        + "')/groupby((industrycode),aggregate(revenue with sum as total,$count as many))"
                        + "&$orderby=total desc")
                .body()
                .path("value");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).path("industrycode").asInt()).isEqualTo(1);
        assertThat(rows.get(0).path("total").asInt()).isEqualTo(70);
        assertThat(rows.get(1).path("many").asInt()).isEqualTo(3);
        assertThat(get("accounts?$apply=filter(accountnumber eq '" + MARK
                                + "')/aggregate(revenue with max as most,primarycontactid/contactid with countdistinct"
                                + " as contacts)")
                        .body()
                        .path("value")
                        .get(0)
                        .path("contacts")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void fetchXmlIsPagedByACookieThatEnds() throws Exception {
        String entity = "<entity name='account'><attribute name='name'/><order attribute='name'/><filter><condition"
                + " attribute='accountnumber' operator='eq' value='" + MARK + "'/></filter><link-entity name='contact'"
                + " from='contactid' to='primarycontactid' link-type='outer' alias='c'><attribute name='fullname'/>"
                + "</link-entity></entity></fetch>";
        String paging = "page='1'";
        StringBuilder names = new StringBuilder();
        for (int page = 1; page < 10 && !paging.isEmpty(); page++) {
            Reply reply = get("accounts?fetchXml=<fetch count='2' " + paging + ">" + entity);
            names.append(names(reply));
            String annotation = reply.body()
                    .path("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie")
                    .asString("");
            paging = annotation.isEmpty() ? "" : "page='" + (page + 1) + "' paging-cookie='" + cookie(annotation) + "'";
            if (page == 1) {
                assertThat(reply.body().path("value").get(0).path("c.fullname").asString())
                        .isEqualTo("Jane Doe");
            }
        }
        assertThat(names.toString()).isEqualTo("abcde");
    }

    /** As a client takes it: decoded twice, and escaped for an attribute. */
    private static String cookie(String annotation) {
        String encoded = annotation.replaceAll(".*pagingcookie=\"([^\"]*)\".*", "$1");
        String once = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        return URLDecoder.decode(once, StandardCharsets.UTF_8)
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                // Within the address an ampersand would begin the next option.
                .replace("&", "%26");
    }

    @Test
    void viewsAreExecuted() throws Exception {
        String fetch =
                "<fetch><entity name='account'><attribute name='name'/><order attribute='name'/><filter><condition"
                        + " attribute='accountnumber' operator='eq' value='" + MARK + "'/></filter></entity></fetch>";
        UUID view = create(
                "userqueries",
                "{\"name\":\"mine\",\"returnedtypecode\":\"account\",\"querytype\":0,\"fetchxml\":\"" + fetch + "\"}");
        assertThat(names(get("accounts?userQuery=" + view))).isEqualTo("abcde");
    }
}
