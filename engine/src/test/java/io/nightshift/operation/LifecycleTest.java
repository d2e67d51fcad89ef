package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Lifecycle.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The contract of states, written down a second time and by hand: a row for each standing, a column for each move. What
 * is not written here fails, also a standing or a move that is new.
 *
 * <p>A cell is the standing it leads to, {@code =} (nothing changes), {@code x} (the record goes away), or the last
 * digits of the code 0x8004.... with which it is refused; {@code .} stands for 4163.
 */
class LifecycleTest {

    private static final Map<String, Standing> STANDINGS = standings();

    private static final String ORDINARY_BY_PLATFORM = """
            from   CLAIM SUCCEED FAIL STOP RETRY SUSPEND AWAIT CHECKPOINT RELEASE RESCUE WAKE SIGNAL RECUR END_SERIES
            0      20    .       .    .    .     .       .     .          .       .      .    .      .     .
            10ret  .     .       .    .    .     .       .     .          .       .      0    .      .     .
            10pos  .     .       .    .    .     .       .     .          .       .      0    .      .     .
            10pau  .     .       .    .    .     .       .     .          .       .      .    .      .     .
            10eve  .     .       .    .    .     .       .     .          .       .      0    0      .     .
            10per  .     .       .    .    .     .       .     .          .       .      .    .      .     .
            10che  .     .       .    .    .     .       .     .          .       .      0    .      .     .
            10ser  .     .       .    .    .     .       .     .          .       .      .    .      .     .
            20     .     30      31   32   10ret 10per   10eve 10che      0       0      .    .      .     .
            21pos  .     30      31   32   10pos 10pos   10pos 10pos      10pos   10pos  .    .      .     .
            21pau  .     30      31   32   10pau 10pau   10pau 10pau      10pau   10pau  .    .      .     .
            22     .     30      31   32   32    32      32    32         32      32     .    .      .     .
            30     .     .       .    .    .     .       .     .          .       .      .    .      .     .
            31     .     .       .    .    .     .       .     .          .       .      .    .      .     .
            32     .     .       .    .    .     .       .     .          .       .      .    .      .     .
            """;

    private static final String ORDINARY_BY_USER = """
            from   PAUSE POSTPONE RESUME CANCEL RUN_NOW EDIT_RECURRENCE DELETE
            0      4167  10pos    4166   32     4168    4168            416A
            10ret  10pau 10pos    0      32     4168    4168            416A
            10pos  10pau 10pos    0      32     4168    4168            416A
            10pau  =     10pos    0      32     4168    4168            416A
            10eve  10pau 10pos    0      32     4168    4168            416A
            10per  10pau 10pos    0      32     4168    4168            416A
            10che  10pau 10pos    0      32     4168    4168            416A
            10ser  4167  4167     4166   4165   4168    4168            416A
            20     21pau 21pos    4166   22     4168    4168            416A
            21pos  21pau 21pos    20     22     4168    4168            416A
            21pau  =     21pos    20     22     4168    4168            416A
            22     4167  4167     4166   =      4168    4168            416A
            30     4167  4167     4166   4165   4168    4168            x
            31     4167  4167     4166   4165   4168    4168            x
            32     4167  4167     4166   =      4168    4168            x
            """;

    /** A series; every other standing cannot be one, and answers like a row that {@link #IMPOSSIBLE} gives. */
    private static final String SERIES_BY_PLATFORM = """
            from   CLAIM SUCCEED FAIL STOP RETRY SUSPEND AWAIT CHECKPOINT RELEASE RESCUE WAKE SIGNAL RECUR END_SERIES
            10ser  .     .       .    .    .     .       .     .          .       .      .    .      10ser 30
            10pau  .     .       .    .    .     .       .     .          .       .      .    .      .     .
            30     .     .       .    .    .     .       .     .          .       .      .    .      .     .
            32     .     .       .    .    .     .       .     .          .       .      .    .      .     .
            """;

    private static final String SERIES_BY_USER = """
            from   PAUSE POSTPONE RESUME CANCEL RUN_NOW EDIT_RECURRENCE DELETE
            10ser  10pau 10ser    10ser  32     10ser   10ser           416A
            10pau  =     10ser    10ser  32     10pau   10pau           416A
            30     4167  4167     4166   4165   4168    4168            x
            32     4167  4167     4166   =      4168    4168            x
            """;

    private static final String IMPOSSIBLE = """
            CLAIM SUCCEED FAIL STOP RETRY SUSPEND AWAIT CHECKPOINT RELEASE RESCUE WAKE SIGNAL RECUR END_SERIES PAUSE \
            POSTPONE RESUME CANCEL RUN_NOW EDIT_RECURRENCE DELETE
            . . . . . . . . . . . . . . 4167 4167 4166 4165 4168 4168 416A
            """;

    /** What a capability set changes in the tables above: the whole column of a move, or one cell. */
    private static final Map<Capabilities, Map<Move, String>> CLOSED_COLUMNS = Map.of(
            Capabilities.OPEN, Map.of(),
            Capabilities.PROTECTED, Map.of(Move.CANCEL, "4F00", Move.PAUSE, "4F01", Move.RESUME, "4166"),
            Capabilities.ROLLUP, Map.of(Move.CANCEL, "4F02", Move.DELETE, "4F02"));

    @Test
    void everyStandingAnswersEveryMoveAsTheContractSays() {
        List<String> wrong = new ArrayList<>();
        int cells = 0;
        for (boolean series : new boolean[] {false, true}) {
            Map<Standing, Map<Move, String>> table = table(series);
            assertThat(table.keySet()).as("standings in the table").containsExactlyInAnyOrderElementsOf(Standing.all());
            for (Capabilities capabilities : Capabilities.values()) {
                Map<Move, String> closed = CLOSED_COLUMNS.get(capabilities);
                assertThat(closed).as("what %s closes", capabilities).isNotNull();
                for (Standing from : Standing.all()) {
                    assertThat(table.get(from).keySet())
                            .as("moves listed from %s", from)
                            .containsExactlyInAnyOrder(Move.values());
                    for (Move move : Move.values()) {
                        String expected =
                                closed.getOrDefault(move, table.get(from).get(move));
                        if (capabilities == Capabilities.PROTECTED && expected.equals("10per")) {
                            expected = "31"; // Nobody could resume it, so it never waits for a person.
                        }
                        String actual = written(Lifecycle.effect(from, move, series, capabilities));
                        if (!actual.equals(expected)) {
                            wrong.add((series ? "series, " : "") + capabilities + ", " + move + " from " + from
                                    + ": expected " + expected + ", was " + actual);
                        }
                        cells++;
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(cells).isEqualTo(15 * 21 * 2 * 3);
    }

    @Test
    void everyOutcomeEndsWhatANodeHoldsAndNothingElse() {
        Set<StatusCode> held = Set.of(StatusCode.IN_PROGRESS, StatusCode.PAUSING, StatusCode.CANCELING);
        for (Class<?> outcome : Outcome.class.getPermittedSubclasses()) {
            Move move = LifecycleDocument.moveOf(outcome);
            for (Standing from : Standing.all()) {
                Effect effect = Lifecycle.effect(from, move);
                if (held.contains(from.status())) {
                    assertThat(effect)
                            .as("%s from %s", outcome.getSimpleName(), from)
                            .isInstanceOfSatisfying(
                                    Effect.To.class,
                                    to -> assertThat(to.standing().state()).isNotEqualTo(StateCode.LOCKED));
                } else {
                    assertThat(effect)
                            .as("%s from %s", outcome.getSimpleName(), from)
                            .isEqualTo(new Effect.Refused(ErrorCode.INVALID_STATE_CHANGE_UNEXPECTED));
                }
            }
        }
    }

    @Test
    void aCompletedOperationNeverChangesAgain() {
        for (Standing ended : List.of(Standing.SUCCEEDED, Standing.FAILED, Standing.CANCELED)) {
            for (Move move : Move.values()) {
                assertThat(Lifecycle.effect(ended, move))
                        .as("%s from %s", move, ended)
                        .isNotInstanceOf(Effect.To.class);
            }
        }
    }

    @Test
    void onlyAClaimLocksAndOnlyWhatIsReady() {
        for (Standing from : Standing.all()) {
            for (Move move : Move.values()) {
                boolean locks = Lifecycle.effect(from, move) instanceof Effect.To to
                        && to.standing().state() == StateCode.LOCKED
                        && from.state() != StateCode.LOCKED;
                assertThat(locks)
                        .as("%s from %s", move, from)
                        .isEqualTo(move == Move.CLAIM && from.equals(Standing.READY));
            }
        }
    }

    @Test
    void theListedChangesAreTheEffects() {
        for (boolean series : new boolean[] {false, true}) {
            for (Move move : Move.values()) {
                Map<Standing, Standing> changes = Lifecycle.changes(move, series);
                for (Standing from : Standing.all()) {
                    Effect effect = Lifecycle.effect(from, move, series, Capabilities.OPEN);
                    Standing to = effect instanceof Effect.To moved ? moved.standing() : null;
                    assertThat(changes.get(from)).as("%s from %s", move, from).isEqualTo(to);
                }
            }
        }
    }

    @Test
    void aSeriesStaysWithinItsStandings() {
        Set<Standing> possible = new HashSet<>(Lifecycle.seriesStandings());
        for (Move move : Move.values()) {
            assertThat(possible).containsAll(Lifecycle.changes(move, true).keySet());
            assertThat(possible).containsAll(Lifecycle.changes(move, true).values());
        }
    }

    private static Map<Standing, Map<Move, String>> table(boolean series) {
        Map<Standing, Map<Move, String>> table = new HashMap<>();
        if (series) {
            String[] impossible = IMPOSSIBLE.strip().split("\n");
            STANDINGS.forEach((name, standing) -> read(impossible[0], impossible[1], table, standing));
            table.keySet().removeAll(Lifecycle.seriesStandings());
        }
        for (String part : series
                ? List.of(SERIES_BY_PLATFORM, SERIES_BY_USER)
                : List.of(ORDINARY_BY_PLATFORM, ORDINARY_BY_USER)) {
            String[] lines = part.strip().split("\n");
            String moves = lines[0].substring("from".length()).strip();
            for (String line : Arrays.asList(lines).subList(1, lines.length)) {
                String name = line.split(" ")[0];
                Standing from = STANDINGS.get(name);
                assertThat(from).as("standing %s", name).isNotNull();
                read(moves, line.substring(name.length()).strip(), table, from);
            }
        }
        return table;
    }

    private static void read(String moves, String cells, Map<Standing, Map<Move, String>> table, Standing from) {
        String[] columns = moves.split(" +");
        String[] values = cells.split(" +");
        assertThat(values).as("cells of %s", from).hasSameSizeAs(columns);
        for (int i = 0; i < columns.length; i++) {
            String value = values[i].equals(".") ? "4163" : values[i];
            String before = table.computeIfAbsent(from, key -> new HashMap<>()).put(Move.valueOf(columns[i]), value);
            assertThat(before)
                    .as("%s from %s is listed twice", columns[i], from)
                    .isNull();
        }
    }

    private static String written(Effect effect) {
        return switch (effect) {
            case Effect.To to -> name(to.standing());
            case Effect.Nothing nothing -> "=";
            case Effect.Removed removed -> "x";
            case Effect.Refused refused -> refused.code().hex().substring("0x8004".length());
        };
    }

    private static String name(Standing standing) {
        Cause cause = standing.cause();
        return standing.status().code()
                + (cause == null ? "" : cause.label().substring(0, 3).toLowerCase(java.util.Locale.ROOT));
    }

    private static Map<String, Standing> standings() {
        Map<String, Standing> byName = new HashMap<>();
        Standing.all().forEach(standing -> byName.put(name(standing), standing));
        return byName;
    }
}
