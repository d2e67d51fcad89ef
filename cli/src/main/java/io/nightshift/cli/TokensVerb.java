package io.nightshift.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Makes, lists and revokes what programs sign in with. */
@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        description = {
            "Makes, lists and revokes tokens, and the secrets of applications.",
            "",
            "  tokens make anna --name \"nightly report\" --expires 2027-01-01T00:00:00Z",
            "  tokens make anna --name robot --application",
            "  tokens list",
            "  tokens revoke ID",
            "",
            "A token, or a secret, is shown once. An application exchanges its secret for access tokens at",
            "/oauth2/v2.0/token."
        })
final class TokensVerb extends Session.FolderVerb {

    @Parameters(index = "0", paramLabel = "make|list|revoke", description = "What to do.")
    private String action = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "USER|ID",
            description = "Whose it is to be, or which to revoke.")
    private @Nullable String which;

    @Option(names = "--name", paramLabel = "NAME", description = "What the token is called in lists and logs.")
    private @Nullable String name;

    @Option(names = "--expires", paramLabel = "TIME", description = "When it ends; without it, when it is revoked.")
    private @Nullable String expires;

    @Option(names = "--application", description = "Client id and secret instead of a token.")
    private boolean application;

    @Override
    public Integer call() {
        return switch (action) {
            case "make" -> make();
            case "list" -> list();
            case "revoke" -> revoke();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "'" + action + "' is none of the things tokens does: make, list or revoke.");
        };
    }

    private int make() {
        if (which == null || name == null) {
            throw new CommandFailure(ExitCode.USAGE, "Say whose token it is, and give it a --name.");
        }
        ObjectNode request =
                Service.JSON.createObjectNode().put("UserName", which).put("Name", name);
        if (expires != null) {
            request.put(
                    "ExpiresOn", Times.time("--expires", expires, session.utc()).toString());
        }
        ObjectNode answer = session.service().act(application ? "MakeApplication" : "MakeToken", request);
        Printer printer = session.printer();
        if (session.json()) {
            printer.json(answer);
        } else if (application) {
            printer.line("Client id: " + Printer.text(answer.path("clientid")));
            printer.line("Client secret, shown this once: " + Printer.text(answer.path("clientsecret")));
        } else {
            printer.line("Token, shown this once: " + Printer.text(answer.path("token")));
        }
        return ExitCode.WELL;
    }

    private int list() {
        Printer printer = session.printer();
        return session.list(
                "Tokens",
                "There are no tokens but those of the server itself.",
                List.of("ID", "KIND", "NAME", "MADE", "STATE"),
                each -> List.of(
                        Printer.text(each.path("id")),
                        Printer.text(each.path("kind")),
                        Printer.text(each.path("name")),
                        printer.time(each.path("createdon")),
                        each.path("revokedon").isString()
                                ? "revoked " + printer.time(each.path("revokedon"))
                                : each.path("expireson").isString()
                                        ? "until " + printer.time(each.path("expireson"))
                                        : "good"));
    }

    private int revoke() {
        if (which == null) {
            throw new CommandFailure(ExitCode.USAGE, "Say which to revoke; tokens list shows their ids.");
        }
        ObjectNode answer = session.service()
                .act("RevokeToken", Service.JSON.createObjectNode().put("Id", which));
        if (session.json()) {
            session.printer().json(answer);
        } else {
            session.printer().line(which + " is revoked, on every node.");
        }
        return ExitCode.WELL;
    }
}
