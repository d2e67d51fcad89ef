package io.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Records at the shell. */
class RecordsVerbTest extends AgainstServer {

    @Test
    void aRecordIsCreatedShownChangedAndDeleted() {
        String id = run("records", "create", "accounts", "--set", "name=A. Datum = Co", "--set", "revenue:=1500.50")
                .line();
        assertThat(id).hasSize(36);
        assertThat(run("records", "get", "accounts", id).out())
                .contains("name                           A. Datum = Co", "statecode                      Active");
        assertThat(run(
                                "records",
                                "update",
                                "accounts",
                                id,
                                "--data",
                                "{\"telephone1\":\"12\"}",
                                "--set",
                                "revenue:=null")
                        .out())
                .isEqualTo(id + "  changed\n");
        JsonNode read = run("records", "get", "accounts", id, "--select", "telephone1,revenue", "--json")
                .json();
        assertThat(read.path("telephone1").asString()).isEqualTo("12");
        assertThat(read.path("revenue").isNull()).isTrue();
        assertThat(run("records", "delete", "accounts", id).out()).isEqualTo(id + "  deleted\n");
        assertThat(run("records", "get", "accounts", id).exitCode()).isEqualTo(4);
        assertThat(run("records", "update", "accounts", id, "--set", "name=none")
                        .exitCode())
                .as("a change creates nothing")
                .isEqualTo(4);
    }

    @Test
    void recordsAreFoundByConditionsAndByFetchXml() throws IOException {
        for (String name : new String[] {"Berg", "Tal", "See"}) {
            run("records", "create", "contacts", "--set", "lastname=" + name, "--set", "jobtitle=query");
        }
        Ran found = run(
                "records",
                "query",
                "contacts",
                "--select",
                "lastname",
                "--filter",
                "jobtitle eq 'query'",
                "--order",
                "lastname desc",
                "--top",
                "2");
        assertThat(found.out().lines().map(line -> line.split(" ", -1)[0])).containsExactly("lastname", "Tal", "See");
        assertThat(run("records", "query", "contacts", "--filter", "jobtitle eq 'query'", "--all", "--json")
                        .json()
                        .path("value"))
                .hasSize(3);
        Path file = data.resolve("query.xml");
        Files.writeString(
                file,
                "<fetch><entity name='contact'><attribute name='lastname'/><filter>"
                        + "<condition attribute='lastname' operator='eq' value='see'/></filter></entity></fetch>");
        assertThat(run("records", "query", "contacts", "--fetch", "@" + file).out())
                .contains("See");
        assertThat(run("records", "query", "contacts", "--filter", "lastname eq 'nobody'")
                        .out())
                .contains("No record of contacts matches.");
    }

    @Test
    void whatIsWrongIsSaid() {
        Ran filter = run("records", "query", "contacts", "--filter", "nothing eq 1");
        assertThat(filter.exitCode()).isEqualTo(1);
        assertThat(filter.err()).contains("nothing", "0x80060888").hasLineCount(1);
        Ran singular = run("records", "query", "contact");
        assertThat(singular.exitCode()).isEqualTo(4);
        assertThat(singular.err()).contains("in the plural");
        assertThat(run("records", "query", "../api").exitCode()).isEqualTo(2);
        assertThat(run("records", "get", "contacts", "1").err()).contains("no id");
        assertThat(run("records", "rename", "contacts").exitCode()).isEqualTo(2);
        assertThat(run("records", "create", "contacts").exitCode()).isEqualTo(2);
        assertThat(run("records", "create", "contacts", "--set", "a").err()).contains("NAME=TEXT");
        assertThat(run("records", "create", "contacts", "--set", "a:={").err()).contains("no JSON");
        assertThat(run("records", "create", "contacts", "--set", "nothing=1").exitCode())
                .isEqualTo(1);
        Ran wrong = runIn(
                Map.of("NIGHTSHIFT_URL", server.uri().toString(), "NIGHTSHIFT_TOKEN", "open-sesame"),
                "records",
                "query",
                "contacts");
        assertThat(wrong.exitCode()).isEqualTo(5);
        assertThat(wrong.err()).doesNotContain("sesame");
        Ran none = runIn(
                Map.of("NIGHTSHIFT_URL", "http://127.0.0.1:1", "NIGHTSHIFT_TOKEN", "t"),
                "records",
                "query",
                "contacts");
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(none.err()).contains("http://127.0.0.1:1/", "check that it runs");
    }
}
