package io.nightshift.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that lets a shell complete verbs and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that lets a shell complete verbs and options.",
            "",
            "  bash:  source <(nightshift completion bash)                 in ~/.bashrc",
            "  zsh:   source <(nightshift completion zsh)                  in ~/.zshrc, after compinit",
            "  fish:  nightshift completion fish > ~/.config/fish/completions/nightshift.fish"
        })
final class CompletionVerb implements Callable<Integer> {

    private static final String COMMAND = "nightshift";

    @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "The shell.")
    private String shell = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            return ExitCode.USAGE;
        }
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        switch (shell) {
            case "bash" -> out.print(AutoComplete.bash(COMMAND, root));
            case "zsh" -> {
                // The script for bash, which zsh reads with this.
                out.println("autoload -U +X bashcompinit && bashcompinit");
                out.print(AutoComplete.bash(COMMAND, root));
            }
            case "fish" -> fish(root, out);
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "'" + shell + "' is none of the shells completion knows: bash, zsh or fish.");
        }
        out.flush();
        return ExitCode.WELL;
    }

    private static void fish(CommandLine root, PrintWriter out) {
        Map<String, CommandLine> verbs = new TreeMap<>(root.getSubcommands());
        out.println("complete -c " + COMMAND + " -f");
        verbs.forEach((name, verb) -> out.println("complete -c " + COMMAND + " -n __fish_use_subcommand -a " + name
                + " -d " + quoted(firstLine(verb.getCommandSpec()))));
        verbs.forEach((name, verb) -> {
            for (OptionSpec option : verb.getCommandSpec().options()) {
                out.println("complete -c " + COMMAND + " -n '__fish_seen_subcommand_from " + name + "'" + names(option)
                        + (option.arity().max() > 0 ? " -r" : "") + " -d "
                        + quoted(String.join(" ", List.of(option.description()))));
            }
        });
    }

    private static String firstLine(CommandSpec verb) {
        String[] description = verb.usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
        }
        return names.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").strip() + "'";
    }
}
