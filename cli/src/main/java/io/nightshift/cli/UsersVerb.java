package io.nightshift.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Lists and adds users, gives them roles, sets their passwords. */
@Command(
        name = "users",
        mixinStandardHelpOptions = true,
        description = {
            "Lists and adds users, gives them roles and sets their passwords.",
            "",
            "  users list",
            "  users add anna --last-name Berg --first-name Anna --role \"Basic User\"",
            "  users give anna --role Reader",
            "  users password anna",
            "",
            "The password is asked for, or read from the first line of the standard input."
        })
final class UsersVerb extends Session.FolderVerb {

    @Parameters(index = "0", paramLabel = "list|add|give|password", description = "What to do.")
    private String action = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "The name the user signs in with.")
    private @Nullable String user;

    @Option(names = "--last-name", paramLabel = "NAME", description = "The last name of the user to add.")
    private @Nullable String lastName;

    @Option(names = "--first-name", paramLabel = "NAME", description = "The first name of the user to add.")
    private @Nullable String firstName;

    @Option(names = "--role", paramLabel = "ROLE", description = "A role to give; may be repeated.")
    private List<String> roles = new ArrayList<>();

    @Override
    public Integer call() {
        return switch (action) {
            case "list" -> list();
            case "add" -> add();
            case "give" -> give();
            case "password" -> password();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "'" + action + "' is none of the things users does: list, add, give or password.");
        };
    }

    private int list() {
        return session.list(
                "users",
                "There are no users.",
                List.of("USER", "NAME", "", "ID"),
                each -> List.of(
                        Printer.text(each.path("username")),
                        Printer.text(each.path("name")),
                        each.path("disabled").asBoolean(false) ? "disabled" : "",
                        Printer.text(each.path("id"))));
    }

    private int add() {
        if (lastName == null) {
            throw new CommandFailure(ExitCode.USAGE, "A user has a --last-name.");
        }
        ObjectNode request = Service.JSON.createObjectNode();
        request.put("username", name());
        request.put("lastname", lastName);
        if (firstName != null) {
            request.put("firstname", firstName);
        }
        roles.forEach(request.putArray("roles")::add);
        String held =
                roles.isEmpty() ? "without a role, so that nothing is allowed yet" : "as " + String.join(", ", roles);
        return said(session.service().post("users", request), "The user " + name() + " is there, " + held + ".");
    }

    private int give() {
        if (roles.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Say which --role to give.");
        }
        ObjectNode answer = Service.JSON.createObjectNode();
        for (String role : roles) {
            ObjectNode request = Service.JSON.createObjectNode().put("role", role);
            answer = session.service().post(path() + "/roles", request);
        }
        return said(answer, "The user " + name() + " has the role " + String.join(", ", roles) + " now.");
    }

    private int password() {
        ObjectNode request = Service.JSON.createObjectNode().put("password", read());
        return said(
                session.service().post(path() + "/password", request),
                "The user " + name() + " has a new password; sessions of before have ended.");
    }

    private static String read() {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Password: ");
            if (typed != null) {
                return new String(typed);
            }
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            if (line != null) {
                return line;
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "The password could not be read: " + e.getMessage() + ".");
        }
        throw new CommandFailure(ExitCode.USAGE, "Give the password as the first line of the standard input.");
    }

    private String name() {
        if (user == null) {
            throw new CommandFailure(ExitCode.USAGE, "Say which user; users list shows their names.");
        }
        return user;
    }

    private String path() {
        return "users/" + URLEncoder.encode(name(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private int said(ObjectNode answer, String sentence) {
        if (session.json()) {
            session.printer().json(answer);
        } else {
            session.printer().line(sentence);
        }
        return ExitCode.WELL;
    }
}
