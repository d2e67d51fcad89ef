package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.follow;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.patch;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.server.process.RunningServer.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Records within records: created with them, and read in pages. */
class RecordTreeTest {

    private final String name = "Tree" + UUID.randomUUID();

    private String count(String set, String column) throws Exception {
        return get(set + "/$count?$filter=" + column + " eq '" + name + "'")
                .raw()
                .body();
    }

    @Test
    void recordsWithinRecordsAreCreatedWithThem() throws Exception {
        UUID list = create("lists", "{\"listname\":\"" + name + "\"}");
        Reply made = post(
                "accounts?$select=name&$expand=primarycontactid($select=lastname),Account_Tasks($select=subject),"
                        + "contact_customer_accounts($select=lastname;$expand=Contact_Tasks($select=subject)),"
                        + "listaccount_association($select=listname)",
                """
                {"name":"%1$s","primarycontactid":{"lastname":"%1$s","firstname":"First"},
                 "Account_Tasks":[{"subject":"one"},{"subject":"two"}],
                 "contact_customer_accounts":[{"lastname":"%1$s","Contact_Tasks":[{"subject":"deep"}]}],
                 "listaccount_association@odata.bind":["/lists(%2$s)"]}""".formatted(name, list),
                "Prefer",
                "return=representation");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        JsonNode account = made.body();
        assertThat(account.path("primarycontactid").path("lastname").asString()).isEqualTo(name);
        assertThat(account.path("Account_Tasks").findValuesAsString("subject")).containsExactlyInAnyOrder("one", "two");
        JsonNode contact = account.path("contact_customer_accounts").get(0);
        assertThat(contact.path("Contact_Tasks").get(0).path("subject").asString())
                .isEqualTo("deep");
        assertThat(account.path("listaccount_association").get(0).path("listid").asString())
                .isEqualTo(list.toString());
    }

    @Test
    void allOfThemOrNone() throws Exception {
        Reply refused = post(
                "accounts",
                "{\"name\":\"" + name + "\",\"primarycontactid\":{\"lastname\":\"" + name
                        + "\"},\"Account_Tasks\":[{\"subject\":\"" + name + "\"},{\"subject\":5,\"nothing\":1}]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(count("accounts", "name")).isEqualTo("0");
        assertThat(count("contacts", "lastname")).isEqualTo("0");
        assertThat(count("tasks", "subject")).isEqualTo("0");
    }

    /** In a change set its transaction is that of the set. */
    @Test
    void aChangeSetHoldsATreeLikeAnyRequest() throws Exception {
        String tree = "{\"name\":\"" + name + "\",\"Account_Tasks\":[{\"subject\":\"" + name + "\"}]}";
        String set = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n"
                + "--c\r\nContent-ID: 1\r\n\r\nPOST accounts HTTP/1.1\r\n\r\n" + tree + "\r\n"
                + "--c\r\nContent-ID: 2\r\n\r\nPATCH $1 HTTP/1.1\r\n\r\n{\"%s\":\"x\"}\r\n--c--\r\n--b--";
        String type = "multipart/mixed;boundary=b";
        assertThat(post("$batch", set.formatted("nothing"), "Content-Type", type)
                        .status())
                .isEqualTo(400);
        assertThat(count("accounts", "name") + count("tasks", "subject")).isEqualTo("00");
        assertThat(post("$batch", set.formatted("telephone1"), "Content-Type", type)
                        .status())
                .isEqualTo(200);
        assertThat(count("accounts", "name") + count("tasks", "subject")).isEqualTo("11");
    }

    @Test
    void whatIsNoTreeIsRefused() throws Exception {
        for (String within : List.of(
                "\"Account_Tasks\":{\"subject\":\"a\"}",
                "\"Account_Tasks\":[1]",
                "\"Account_Tasks\":[[]]",
                "\"primarycontactid\":[]",
                "\"nothing\":[{}]",
                "\"telephone1\":{}",
                "\"ownerid\":{\"name\":\"x\"}",
                "\"listaccount_association@odata.bind\":[5]",
                "\"Account_Tasks\":"
                        + IntStream.range(0, 1001).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]")),
                "\"primarycontactid\":{\"Contact_Tasks\":[".repeat(1)
                        + "{\"regardingobjectid_account_task\":{\"primarycontactid\":".repeat(9)
                        + "{}" + "}}".repeat(9) + "]}")) {
            Reply refused = post("accounts", "{\"name\":\"" + name + "\"," + within + "}");
            assertThat(refused.status()).as(within + refused.raw().body()).isEqualTo(400);
        }
        UUID account = create("accounts", "{\"name\":\"" + name + "\"}");
        Reply refused = patch("accounts(" + account + ")", "{\"Account_Tasks\":[{\"subject\":\"a\"}]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.raw().body()).contains("not changed");
        assertThat(count("accounts", "name")).isEqualTo("1");
    }

    @Test
    void expandedCollectionsHaveLinksToTheirNextPages() throws Exception {
        String tasks = IntStream.range(0, 5)
                .mapToObj(i -> "{\"subject\":\"t" + i + "\"}")
                .collect(Collectors.joining(","));
        UUID many = create("accounts", "{\"name\":\"" + name + "\",\"Account_Tasks\":[" + tasks + "]}");
        create("accounts", "{\"name\":\"" + name + "\",\"Account_Tasks\":[{\"subject\":\"only\"}]}");
        Reply page = get(
                "accounts?$select=name&$filter=name eq '" + name + "'&$orderby=createdon"
                        + "&$expand=Account_Tasks($select=subject;$orderby=subject desc;$filter=subject ne 't3')",
                "Prefer",
                "odata.maxpagesize=2");
        JsonNode rows = page.body().path("value");
        assertThat(rows.get(0).path("accountid").asString()).isEqualTo(many.toString());
        assertThat(rows.get(1).has("Account_Tasks@odata.nextLink")).isFalse();
        List<String> read = new ArrayList<>(rows.get(0).path("Account_Tasks").findValuesAsString("subject"));
        assertThat(read).containsExactly("t4", "t2");
        Reply next = follow(rows.get(0).path("Account_Tasks@odata.nextLink"));
        assertThat(next.status()).as(next.raw().body()).isEqualTo(200);
        assertThat(next.body().path("value").findValuesAsString("subject")).containsExactly("t1", "t0");
        assertThat(next.body().has("@odata.nextLink")).isFalse();
        Reply references = get("accounts(" + many + ")?$expand=Account_Tasks/$ref", "Prefer", "odata.maxpagesize=2");
        JsonNode link = references.body().path("Account_Tasks@odata.nextLink");
        int found = references.body().path("Account_Tasks").size();
        while (!link.isMissingNode()) {
            Reply more = follow(link);
            found += more.body().path("value").size();
            link = more.body().path("@odata.nextLink");
        }
        assertThat(found).isEqualTo(5);
    }
}
