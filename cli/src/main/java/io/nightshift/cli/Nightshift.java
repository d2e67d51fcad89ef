package io.nightshift.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command itself: its verbs, and what {@code help} says above and below them. */
@Command(
        name = "nightshift",
        mixinStandardHelpOptions = true,
        versionProvider = VersionVerb.class,
        synopsisSubcommandLabel = "VERB",
        header = "Looks after the operations and records of a Nightshift server.",
        description = {
            "",
            "Without --url it speaks to the server that runs on the data folder of this machine.",
            "An operation is named by its id, or by the last characters of it, at least four, when",
            "they are unique among the newest 1000.",
            ""
        },
        footer = {
            "",
            "Verbs of the server itself: serve, demo, export, import, config (serve --help tells of them).",
            "",
            "Exit codes: 0 well, 1 refused or ended badly, 2 wrong command, 3 no server answers,",
            "            4 no such operation or record, 5 not signed in or not allowed, 6 still under way."
        },
        subcommands = {
            ListVerb.class,
            ShowVerb.class,
            ExplainVerb.class,
            TailVerb.class,
            EnqueueVerb.class,
            WaitVerb.class,
            CancelVerb.class,
            PauseVerb.class,
            ResumeVerb.class,
            PostponeVerb.class,
            RerunVerb.class,
            DeleteVerb.class,
            ServiceVerb.class,
            HoldVerb.class,
            LimitsVerb.class,
            RunNowVerb.class,
            EditRecurrenceVerb.class,
            PreviewVerb.class,
            ForecastVerb.class,
            StatsVerb.class,
            NodesVerb.class,
            OrganizationsVerb.class,
            RecordsVerb.class,
            MailVerb.class,
            UsersVerb.class,
            TokensVerb.class,
            CompletionVerb.class,
            VersionVerb.class,
            HelpCommand.class
        })
final class Nightshift {

    private final Surroundings surroundings;

    Nightshift(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
