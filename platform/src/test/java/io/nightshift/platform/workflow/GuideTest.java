package io.nightshift.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/guide/workflows.md shows works: its definitions are taken from the page, activated and run. */
class GuideTest {

    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("name: (\\w+)");
    private static WorkflowFixture fixture;
    private static List<String> definitions;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkflowFixture(TestDatabase.versions().getLast());
        String page = Files.readString(Path.of("..", "docs", "guide", "workflows.md"));
        definitions = YAML.matcher(page).results().map(found -> found.group(1)).toList();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /** The definition of this name on the page, activated, and begun for an account. */
    private static UUID begun(String name, UUID account) throws Exception {
        String document = definitions.stream()
                .filter(each -> NAME.matcher(each)
                        .results()
                        .map(MatchResult::group)
                        .findFirst()
                        .filter(("name: " + name)::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow();
        UUID workflow =
                fixture.activate(WorkflowFixture.workflow("account", document).set("ondemand", true));
        return fixture.execute(workflow, account);
    }

    private static UUID account(String name) throws Exception {
        return fixture.records().create(new Entity("account").set("name", name));
    }

    @Test
    void noDefinitionOfThePageIsLeftOut() throws IOException {
        assertThat(definitions)
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).containsAnyOf("name: approval", "name: tour"));
    }

    @Test
    void theFirstWaitsUntilItsTaskIsDone() throws Exception {
        UUID account = account("Guided");
        UUID instance = begun("approval", account);
        fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
        Entity task =
                fixture.find("task", "subject", "Approve Guided", "statecode").getFirst();
        fixture.state("task", task.id(), 1, 5);
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
    }

    @Test
    void theTourShowsEachKindOfStep() throws Exception {
        UUID account = account("Toured");
        fixture.records()
                .create(new Entity("contact")
                        .set("lastname", "Ada")
                        .set("parentcustomerid", new EntityReference("account", account)));
        UUID instance = begun("tour", account);
        fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
        fixture.records().update(new Entity("account", account).set("telephone1", "12"));
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        Entity toured = fixture.read("account", account);
        assertThat(toured.get("description")).isEqualTo("Small. Answered.");
        assertThat(fixture.find("task", "subject", "Greet Ada", "statecode")
                        .getFirst()
                        .get("statecode"))
                .isEqualTo(new OptionSetValue(1));
    }
}
