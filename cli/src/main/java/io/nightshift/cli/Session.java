package io.nightshift.cli;

import io.nightshift.client.NightshiftClient;
import io.nightshift.client.RetryPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The options that every verb has: which server, who asks, and how the answer is shown. */
final class Session {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** One for all that a command asks. */
    private @Nullable NightshiftClient client;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server; else NIGHTSHIFT_URL, else that of the data folder.")
    private @Nullable String url;

    @Option(names = "--token", paramLabel = "TOKEN", description = "The token to sign in with; else NIGHTSHIFT_TOKEN.")
    private @Nullable String token;

    @Option(
            names = "--data-folder",
            paramLabel = "FOLDER",
            description = "The data folder of a server on this machine; else NIGHTSHIFT_DATA, else ./data.")
    private @Nullable String dataFolder;

    @Option(
            names = "--organization",
            paramLabel = "NAME",
            description = "For operators: another organization than the token's own.")
    private @Nullable String organization;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Option(names = "--utc", description = "Show and read times in UTC instead of the zone of this machine.")
    private boolean utc;

    /** What a server can be asked beside its records. */
    Service service() {
        return new Service(client());
    }

    /** The server, signed in. */
    NightshiftClient client() {
        NightshiftClient known = client;
        if (known == null) {
            known = opened(server());
            client = known;
        }
        return known;
    }

    private NightshiftClient opened(LocalServer server) {
        try {
            NightshiftClient.Builder builder = NightshiftClient.at(URI.create(server.url()))
                    .token(server.token())
                    .timeout(ANSWER)
                    .retry(new RetryPolicy(3, LONGEST_WAIT));
            return (organization == null ? builder : builder.organization(organization)).open();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "'" + server.url() + "' is not the address of a server; give one such as http://localhost:8080.");
        }
    }

    private LocalServer server() {
        Map<String, String> environment = surroundings().environment();
        String address = given(url, environment.get("NIGHTSHIFT_URL"));
        String secret = given(token, environment.get("NIGHTSHIFT_TOKEN"));
        if (address != null && secret == null) {
            throw new CommandFailure(
                    ExitCode.NOT_SIGNED_IN,
                    "A server named by its address needs a token too: add --token or NIGHTSHIFT_TOKEN.");
        }
        if (address != null && secret != null) {
            return new LocalServer(address, secret);
        }
        String folder = Objects.requireNonNullElse(given(dataFolder, environment.get("NIGHTSHIFT_DATA")), "./data");
        LocalServer local = LocalServer.of(Path.of(folder));
        return new LocalServer(local.url(), Objects.requireNonNullElse(secret, local.token()));
    }

    private static @Nullable String given(@Nullable String option, @Nullable String variable) {
        if (option != null) {
            return option;
        }
        return variable == null || variable.isBlank() ? null : variable;
    }

    /** Refuses what is said of one organization and of all. */
    void checkOrganizations(boolean all) {
        if (all && organization != null) {
            throw new CommandFailure(ExitCode.USAGE, "Give --organization or --all-organizations, not both.");
        }
    }

    boolean json() {
        return json;
    }

    boolean utc() {
        return utc;
    }

    /**
     * Shows all that a function lists.
     *
     * @param none what to say when there is nothing
     * @param row one line of the table
     */
    int list(String function, String none, List<String> header, Function<JsonNode, List<String>> row) {
        return list(service().ask(function), none, header, row);
    }

    /** Shows all that an answer lists. */
    int list(ObjectNode answer, String none, List<String> header, Function<JsonNode, List<String>> row) {
        if (json) {
            printer().json(answer);
            return ExitCode.WELL;
        }
        List<List<String>> rows = new ArrayList<>();
        answer.path("value").forEach(each -> rows.add(row.apply(each)));
        if (rows.isEmpty()) {
            printer().line(none);
        } else {
            printer().table(header, rows);
        }
        return ExitCode.WELL;
    }

    Printer printer() {
        return new Printer(spec.commandLine().getOut(), surroundings().colour(), utc);
    }

    private Surroundings surroundings() {
        return ((Nightshift) spec.root().userObject()).surroundings();
    }

    /** What every verb has. */
    abstract static class Verb implements Callable<Integer> {

        @Mixin
        @SuppressWarnings("NullAway.Init") // picocli sets it
        Session session;

        @Override
        public abstract Integer call();
    }

    /** A verb for which {@code --data} means the folder, as it does for the server; for enqueue it is the payload. */
    abstract static class FolderVerb extends Verb {

        @Option(names = "--data", paramLabel = "FOLDER", description = "Short for --data-folder.")
        void dataFolder(String folder) {
            session.dataFolder = folder;
        }
    }
}
