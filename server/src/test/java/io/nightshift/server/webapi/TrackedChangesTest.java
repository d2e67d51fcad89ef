package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.delete;
import static io.nightshift.server.webapi.WebApiFixture.follow;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.header;
import static io.nightshift.server.webapi.WebApiFixture.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.Platform;
import io.nightshift.platform.organization.Organization;
import io.nightshift.sdk.Entity;
import io.nightshift.server.process.RunningServer.Reply;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code Prefer: odata.track-changes}: delta links, and what they answer. */
class TrackedChangesTest {

    private static final String TRACK = "odata.track-changes";

    private static UUID campaign(String name) throws Exception {
        return create("campaigns", "{\"name\":\"" + name + "\"}");
    }

    private static List<String> values(JsonNode body, String property) {
        List<String> values = new ArrayList<>();
        body.path("value").forEach(row -> values.add(row.path(property).asString("")));
        return values;
    }

    @Test
    void aDeltaLinkAnswersWhatHasChangedSince() throws Exception {
        UUID kept = campaign("kept");
        UUID other = campaign("before");
        UUID gone = campaign("gone");
        Reply all = get("campaigns?$select=name", "Prefer", TRACK);
        assertThat(all.status()).as(all.raw().body()).isEqualTo(200);
        assertThat(header(all, "Preference-Applied")).isEqualTo(TRACK);
        assertThat(values(all.body(), "campaignid")).contains(kept.toString(), other.toString(), gone.toString());
        assertThat(all.body().path("value").get(0).has("@odata.etag")).isTrue();

        patch("campaigns(" + other + ")", "{\"name\":\"after\"}");
        delete("campaigns(" + gone + ")");
        Reply changed = follow(all.body().path("@odata.deltaLink"));
        assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
        assertThat(changed.body().path("@odata.context").asString()).endsWith("$metadata#campaigns(name)/$delta");
        assertThat(changed.body().path("value")).hasSize(2);
        assertThat(values(changed.body(), "name")).contains("after");
        JsonNode removed = changed.body()
                .path("value")
                .valueStream()
                .filter(row -> row.has("reason"))
                .findFirst()
                .orElseThrow();
        assertThat(removed.path("@odata.context").asString()).endsWith("$metadata#campaigns/$deletedEntity");
        assertThat(removed.path("id").asString()).isEqualTo(gone.toString());
        assertThat(removed.path("reason").asString()).isEqualTo("deleted");
        assertThat(follow(changed.body().path("@odata.deltaLink")).body().path("value"))
                .isEmpty();
    }

    @Test
    void pagesEndInOneDeltaLink() throws Exception {
        for (int i = 0; i < 3; i++) {
            campaign("paged " + i);
        }
        String prefer = TRACK + ",odata.maxpagesize=2";
        Reply page = get("campaigns?$select=name", "Prefer", prefer);
        int pages = 1;
        while (page.body().has("@odata.nextLink")) {
            assertThat(page.body().has("@odata.deltaLink")).isFalse();
            assertThat(page.body().path("value")).hasSize(2);
            page = follow(page.body().path("@odata.nextLink"));
            pages++;
        }
        assertThat(pages).isGreaterThan(1);
        for (int i = 0; i < 3; i++) {
            campaign("after " + i);
        }
        Reply changed = follow(page.body().path("@odata.deltaLink"), "Prefer", "odata.maxpagesize=2");
        assertThat(changed.body().path("value")).hasSize(2);
        UUID between = campaign("between");
        Reply last = follow(changed.body().path("@odata.nextLink"));
        assertThat(values(last.body(), "name")).containsExactly("after 2");
        assertThat(values(follow(last.body().path("@odata.deltaLink")).body(), "campaignid"))
                .containsExactly(between.toString());
    }

    @Test
    void aCommitThatBecomesVisibleLateIsNotSkipped() throws Exception {
        Reply start = get("campaigns?$select=name", "Prefer", TRACK);
        Platform platform = WebApiFixture.server().server().platform();
        try (Connection late = WebApiFixture.database().dataSource().getConnection()) {
            late.setAutoCommit(false);
            UUID slow = platform.service(late, "contoso", Organization.systemUserId("contoso"))
                    .create(new Entity("campaign").set("name", "late"));
            UUID quick = campaign("quick");
            Reply first = follow(start.body().path("@odata.deltaLink"));
            assertThat(values(first.body(), "campaignid")).containsExactly(quick.toString());
            late.commit();
            assertThat(values(follow(first.body().path("@odata.deltaLink")).body(), "campaignid"))
                    .containsExactly(slow.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$deltatoken=x",
                "$deltatoken=",
                "$deltatoken=01234567!9:3:",
                "$skiptoken=changes.",
                "$skiptoken=changes.MiAyIGZhbHNlIHg",
                "$deltatoken=01234567!1:9:&$filter=name eq 'a'"
            })
    void whatIsNoTokenIsRefused(String options) throws Exception {
        assertThat(get("campaigns?" + options).status()).isEqualTo(400);
    }

    @Test
    void onlyTheColumnsCanBeChosen() throws Exception {
        Reply refused = get("campaigns?$filter=name eq 'a'", "Prefer", TRACK);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.raw().body()).contains("$filter").contains("$select alone");
        Reply expired = get("campaigns?$deltatoken=01234567!1:9:");
        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.errorCode()).isEqualTo("0x80044352");
        assertThat(get("asyncoperations?$select=name", "Prefer", TRACK).status())
                .isEqualTo(405);
    }
}
