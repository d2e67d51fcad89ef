package io.nightshift.operation;

import io.nightshift.operation.Lifecycle.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Prints {@code docs/lifecycle.md} from {@link Lifecycle}: nobody writes that page by hand. */
final class LifecycleDocument {

    private final StringBuilder page = new StringBuilder();
    private final Set<ErrorCode> codes = new LinkedHashSet<>();

    private LifecycleDocument() {}

    static String print() {
        LifecycleDocument document = new LifecycleDocument();
        document.introduction();
        document.diagram("An operation", false);
        document.diagram("A series", true);
        document.outcomes();
        document.overview();
        for (Move move : Move.values()) {
            document.table(move);
        }
        document.codes();
        return document.page.toString();
    }

    private void introduction() {
        line("# The lifecycle of an operation");
        line();
        line(
                "This page is printed from the class `Lifecycle`, the one table of every legal change of state; a test fails");
        line("when the two differ and says how to print the page anew. The statements of the queue and the CHECK");
        line("constraints of the database come from the same table.");
        line();
        line(
                "An operation has a state and a status, with the numbers of Dynamics. When it is Suspended, or on its way");
        line("there (Pausing), it also has a cause, because Dynamics shows every kind of waiting as \"Waiting\".");
        line();
        line("| standing | statecode | statuscode | cause | meaning |");
        line("|---|---|---|---|---|");
        for (Standing standing : Standing.all()) {
            Cause cause = standing.cause();
            line("| " + standing + " | " + standing.state().code() + " | "
                    + standing.status().code() + " | " + (cause == null ? "" : cause.code()) + " | " + meaning(standing)
                    + " |");
        }
        line();
    }

    /** Causes are left out of the picture: with them nobody could read it. */
    private void diagram(String title, boolean series) {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        for (Move move : Move.values()) {
            Lifecycle.changes(move, series)
                    .forEach((from, to) -> arrows.computeIfAbsent(
                                    node(from, series) + " --> " + node(to, series), key -> new LinkedHashSet<>())
                            .add(move.label()));
        }
        line("## " + title);
        line();
        if (series) {
            line("A series is the parent of recurring occurrences. It is never claimed itself; each occurrence is an");
            line("operation of its own and lives as drawn above.");
            line();
        }
        line("```mermaid");
        line("stateDiagram-v2");
        Set<String> nodes = new LinkedHashSet<>();
        for (Standing standing : series ? Lifecycle.seriesStandings() : Standing.all()) {
            if (nodes.add(node(standing, series))) {
                line("    state \"" + label(standing, series) + "\" as " + node(standing, series));
            }
        }
        line("    [*] --> " + (series ? "s10_Series" : "s0") + " : enqueue");
        if (!series) {
            line("    [*] --> s10 : enqueue with a later date");
        }
        arrows.forEach((arrow, moves) -> line("    " + arrow + " : " + String.join(", ", moves)));
        line("```");
        line();
    }

    private void outcomes() {
        line("## Outcomes");
        line();
        line(
                "How a handler ended becomes one of the platform's moves. An error is first turned into an outcome by the");
        line("outcome policy; a retry without a further try becomes *suspend*.");
        line();
        line("| outcome | move |");
        line("|---|---|");
        for (Class<?> outcome : Outcome.class.getPermittedSubclasses()) {
            line("| " + outcome.getSimpleName() + " | " + moveOf(outcome).label() + " |");
        }
        line();
    }

    /** The move that records an outcome. */
    static Move moveOf(Class<?> outcome) {
        return switch (outcome.getSimpleName()) {
            case "Succeeded" -> Move.SUCCEED;
            case "Failed" -> Move.FAIL;
            case "Canceled" -> Move.STOP;
            case "Retry" -> Move.RETRY;
            case "Suspended" -> Move.SUSPEND;
            case "Waiting" -> Move.AWAIT;
            case "Postponed" -> Move.CHECKPOINT;
            case "Released" -> Move.RELEASE;
            default -> throw new IllegalStateException("No move is named for the outcome " + outcome);
        };
    }

    private void overview() {
        line("## Every move from every standing");
        line();
        line(
                "A cell is the standing the move leads to; **no change**: the command was already carried out and answers");
        line(
                "success; **removed**: the record goes away; otherwise the code with which the move is refused (their names");
        line(
                "are at the end of the page). Standings with the same answers share a row, so that the tables together hold");
        line("the whole product of " + Standing.all().size() + " standings, " + Move.values().length
                + " moves, ordinary operations and series, and " + Capabilities.values().length
                + " sets of capabilities.");
        line();
        line("*Open*, *protected* and *rollup* are the capability sets of the operation types. Protected are the types "
                + types(Capabilities.PROTECTED) + ";");
        line("rollup are " + types(Capabilities.ROLLUP) + "; all others are open. A series has only the standings "
                + listed(Lifecycle.seriesStandings()) + ";");
        line("the rows of the others tell what is answered should one ever stand there.");
        line();
    }

    private void table(Move move) {
        line("### " + move.label() + " (" + (move.who() == Move.Who.USER ? "a user" : "the platform") + ")");
        line();
        line(
                "| from | ordinary, open | ordinary, protected | ordinary, rollup | series, open | series, protected | series, rollup |");
        line("|---|---|---|---|---|---|---|");
        Map<List<String>, List<Standing>> rows = new LinkedHashMap<>();
        for (Standing from : Standing.all()) {
            List<String> cells = new ArrayList<>();
            for (boolean series : new boolean[] {false, true}) {
                for (Capabilities capabilities : Capabilities.values()) {
                    cells.add(cell(Lifecycle.effect(from, move, series, capabilities)));
                }
            }
            rows.computeIfAbsent(cells, key -> new ArrayList<>()).add(from);
        }
        rows.forEach((cells, from) -> line("| " + listed(from) + " | " + String.join(" | ", cells) + " |"));
        line();
    }

    private void codes() {
        line("## The codes");
        line();
        line("| code | name |");
        line("|---|---|");
        codes.stream().sorted().forEach(code -> line("| " + code.hex() + " | " + words(code) + " |"));
    }

    private String cell(Effect effect) {
        return switch (effect) {
            case Effect.To to -> "**" + to.standing() + "**";
            case Effect.Nothing nothing -> "no change";
            case Effect.Removed removed -> "removed";
            case Effect.Refused refused -> {
                codes.add(refused.code());
                yield refused.code().hex() + " " + words(refused.code());
            }
        };
    }

    private static String words(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String node(Standing standing, boolean series) {
        Cause cause = standing.cause();
        return "s" + standing.status().code() + (series && cause != null ? "_" + cause.label() : "");
    }

    private static String label(Standing standing, boolean series) {
        return series
                ? standing.toString()
                : standing.state().label() + "/" + standing.status().label();
    }

    private static String listed(List<Standing> standings) {
        StringJoiner joiner = new StringJoiner(", ");
        standings.forEach(standing -> joiner.add(standing.toString()));
        return joiner.toString();
    }

    private static String types(Capabilities capabilities) {
        StringJoiner joiner = new StringJoiner(", ");
        for (OperationType type : OperationType.values()) {
            if (type.capabilities() == capabilities) {
                joiner.add(type.code() + " " + type.label());
            }
        }
        return joiner.toString();
    }

    private static String meaning(Standing standing) {
        Cause cause = standing.cause();
        if (standing.status() == StatusCode.PAUSING) {
            return cause == Cause.PAUSED
                    ? "a user asked for a pause; the handler has not stopped yet"
                    : "a user set a later date; the handler has not stopped yet";
        }
        if (cause != null) {
            return switch (cause) {
                case RETRY -> "failed with an error that passes; runs again at PostponeUntil";
                case POSTPONED -> "a later date was set; runs at PostponeUntil";
                case PAUSED -> "paused by a user; only a user resumes it";
                case EVENT -> "waits for an event";
                case PERSON -> "failed with an error that a person must look at; only a user resumes it";
                case CHECKPOINT -> "saved a checkpoint and gave its slot back; runs on at PostponeUntil";
                case SERIES -> "the parent of a series; PostponeUntil is the next occurrence";
            };
        }
        return switch (standing.state()) {
            case READY -> "eligible to be claimed";
            case SUSPENDED -> "";
            case LOCKED ->
                standing.equals(Standing.CANCELING)
                        ? "a user asked for the cancel; the handler has not stopped yet"
                        : "held by exactly one node";
            case COMPLETED -> "ended; final";
        };
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private void line() {
        page.append('\n');
    }
}
