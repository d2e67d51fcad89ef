package io.nightshift.cli;

import io.nightshift.sdk.OrganizationServiceFault;
import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.node.ObjectNode;

/** Starts a verb and ends with its exit code. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        boolean wanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        Surroundings surroundings = new Surroundings(System.getenv(), terminal && wanted);
        System.exit(run(surroundings, System.out, System.err, arguments));
    }

    /** Runs one command and returns its exit code; for a program that brings its own surroundings. */
    static int run(Surroundings surroundings, PrintStream out, PrintStream err, String... arguments) {
        // Not the platform's encoding: without a locale it would turn every letter beyond ASCII into a question mark.
        CommandLine command = new CommandLine(new Nightshift(surroundings))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        surroundings.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                // @FILE is the data of an enqueue here, not a file of arguments.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line, arguments));
        if (arguments.length == 0) {
            command.usage(command.getOut());
            return ExitCode.WELL;
        }
        return command.execute(arguments);
    }

    private static int failed(Exception failure, CommandLine command, String... arguments) throws Exception {
        CommandFailure expected = switch (failure) {
            case CommandFailure known -> known;
            case OrganizationServiceFault fault -> CommandFailure.of(fault);
            default -> throw failure;
        };
        if (List.of(arguments).contains("--json")) {
            ObjectNode json = Service.JSON.createObjectNode();
            json.putObject("error").put("code", expected.errorCode()).put("message", expected.getMessage());
            command.getErr().println(Service.JSON.writeValueAsString(json));
        } else {
            String code = expected.errorCode() == null ? "" : " (" + expected.errorCode() + ")";
            command.getErr().println(Printer.clean(String.valueOf(expected.getMessage())) + code);
        }
        return expected.exitCode();
    }
}
