package io.nightshift.protocol;

import io.nightshift.operation.Lifecycle;
import io.nightshift.operation.Lifecycle.Effect;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StateCode;
import java.util.Arrays;
import java.util.List;

/**
 * One state of the whole: the committed rows, the locks of open transactions, and what each process knows. A flat array of
 * small numbers, so that it can be copied and packed quickly.
 */
final class World {

    static final int OPERATIONS = 3;
    static final int PROCESSES = 2;
    /** Node rows: one for each incarnation; a process takes the next one at each start. */
    static final int ROWS = 5;

    // Fields of an operation's row.
    static final int STANDING = 0;
    static final int HOST = 1;
    static final int CLAIM = 2;
    static final int SLOT = 3;
    /** How many steps of the handler's work are committed: 0 none, 1 the checkpoint, 2 all. */
    static final int CURSOR = 4;

    static final int LOCK = 5;
    /** How often an end was recorded (watched only). */
    static final int RECORDED = 6;
    /** A user paused it and nobody has lifted that (watched only). */
    static final int PAUSED = 7;

    static final int RETRIED = 8;
    /** Which steps took effect: 1 the first, 2 the second (watched only). */
    static final int EFFECTS = 9;
    // The slot of an operation: none, that of its lane or key, or a place in tow of a lane's holder.
    static final int HOLDS = 1;
    static final int IN_TOW = 2;

    // What a process knows of an operation.
    static final int PHASE = 0;
    static final int KNOWN_CLAIM = 1;
    /** The process was stopped while the handler ran. */
    static final int TAINTED = 2;

    static final int KNOWN_CURSOR = 3;

    // Phases.
    static final int IDLE = 0;
    static final int CLAIMED = 1;
    static final int RUNNING = 2;
    static final int COMMITTING = 3;
    static final int UNKNOWN = 4;
    static final int ENDED_WELL = 5;
    static final int ENDED_TO_RETRY = 6;
    static final int TO_RELEASE = 7;

    // A process.
    static final int MODE = 0;
    static final int ROW = 1;
    /** Its lease has ended by its own clock. */
    static final int LAPSED = 2;

    static final int UP = 0;
    static final int STOPPED = 1;
    static final int DOWN = 2;

    // A promoter's transaction.
    static final int STAGE = 0;
    static final int HEAD = 1;
    static final int GATE = 2;
    static final int AGAIN = 3;

    // Locks of rows: a user's move, a promoter (of either process), a handler's transaction (process and step).
    static final int FREE = 0;
    static final int BY_USER = 1;
    static final int BY_PROMOTER = 2;
    static final int BY_TRANSACTION = 4;

    static final List<Standing> STANDINGS = Standing.all();
    static final int ABSENT = STANDINGS.size();
    static final int UNCOMMITTED = ABSENT + 1;
    static final int NEVER = ABSENT + 2;

    static final int OPERATION_CELLS = 10;
    static final int KNOWN = OPERATIONS * OPERATION_CELLS;
    static final int PROCESS = KNOWN + PROCESSES * OPERATIONS * 4;
    static final int ALIVE = PROCESS + PROCESSES * 3;
    static final int WATCH = ALIVE + ROWS;
    static final int PROMOTER = WATCH + PROCESSES * ROWS;
    static final int NOTE = PROMOTER + PROCESSES * 4;
    static final int USER_OPERATION = NOTE + 2;
    static final int USER_MOVE = USER_OPERATION + 1;
    static final int USER_FROM = USER_OPERATION + 2;
    static final int FAULTS_LEFT = USER_OPERATION + 3;
    static final int MOVES_LEFT = USER_OPERATION + 4;
    /** For the pairs (0,1), (0,2), (1,2): the first was committed when the enqueue of the second began. */
    static final int BEFORE = USER_OPERATION + 5;

    static final int CELLS = BEFORE + 3;
    private static final int[][] EFFECT = effects();
    private static final int REFUSED = -1;

    final byte[] cell;
    /** Set by a step that broke a promise; such a state ends the search. */
    String broken;

    World() {
        cell = new byte[CELLS];
    }

    private World(byte[] cell) {
        this.cell = cell;
    }

    World copy() {
        return new World(cell.clone());
    }

    int operation(int operation, int field) {
        return cell[operation * OPERATION_CELLS + field];
    }

    void operation(int operation, int field, int value) {
        cell[operation * OPERATION_CELLS + field] = (byte) value;
    }

    int known(int process, int operation, int field) {
        return cell[KNOWN + (process * OPERATIONS + operation) * 4 + field];
    }

    void known(int process, int operation, int field, int value) {
        cell[KNOWN + (process * OPERATIONS + operation) * 4 + field] = (byte) value;
    }

    int process(int process, int field) {
        return cell[PROCESS + process * 3 + field];
    }

    void process(int process, int field, int value) {
        cell[PROCESS + process * 3 + field] = (byte) value;
    }

    boolean alive(int row) {
        return cell[ALIVE + row] == 1;
    }

    void alive(int row, boolean alive) {
        cell[ALIVE + row] = (byte) (alive ? 1 : 0);
    }

    /** It was dead and held nothing, so nobody looks at it again. */
    boolean isCleared(int row) {
        return cell[ALIVE + row] == 2;
    }

    void clear(int row) {
        cell[ALIVE + row] = 2;
    }

    boolean hosts(int row) {
        for (int operation = 0; operation < OPERATIONS; operation++) {
            if (isLocked(operation) && operation(operation, HOST) == row) {
                return true;
            }
        }
        return false;
    }

    /** Whether the process has seen the beat of the row unchanged for a whole lease. */
    boolean isOver(int process, int row) {
        return cell[WATCH + process * ROWS + row] == 1;
    }

    void over(int process, int row, boolean over) {
        cell[WATCH + process * ROWS + row] = (byte) (over ? 1 : 0);
    }

    int promoter(int process, int field) {
        return cell[PROMOTER + process * 4 + field];
    }

    void promoter(int process, int field, int value) {
        cell[PROMOTER + process * 4 + field] = (byte) value;
    }

    boolean note(int gate) {
        return cell[NOTE + gate] == 1;
    }

    void note(int gate, boolean there) {
        cell[NOTE + gate] = (byte) (there ? 1 : 0);
    }

    boolean before(int first, int second) {
        return cell[BEFORE + first + second - 1] == 1;
    }

    void setBefore(int first, int second) {
        cell[BEFORE + first + second - 1] = 1;
    }

    /** The standing of a row that is committed, live or finished; null when there is none. */
    Standing standing(int operation) {
        int index = operation(operation, STANDING);
        return index < ABSENT ? STANDINGS.get(index) : null;
    }

    boolean isLive(int operation) {
        int index = operation(operation, STANDING);
        return index < ABSENT && !STANDINGS.get(index).status().isFinal();
    }

    boolean isCompleted(int operation) {
        int index = operation(operation, STANDING);
        return index < ABSENT && STANDINGS.get(index).status().isFinal();
    }

    boolean isReady(int operation) {
        return Standing.READY.equals(standing(operation));
    }

    boolean isLocked(int operation) {
        Standing standing = standing(operation);
        return standing != null && standing.state() == StateCode.LOCKED;
    }

    boolean isUp(int process) {
        return process(process, MODE) == UP;
    }

    /** Where the move leads to by the table of the product, as an index, or -1 when it changes nothing. */
    static int target(int standing, Move move) {
        return standing < ABSENT ? EFFECT[standing][move.ordinal()] : REFUSED;
    }

    /** Takes over what a process of another world knows and promotes. */
    void copyMemory(World from, int process, int to) {
        int known = OPERATIONS * 4;
        System.arraycopy(from.cell, KNOWN + process * known, cell, KNOWN + to * known, known);
        System.arraycopy(from.cell, PROMOTER + process * 4, cell, PROMOTER + to * 4, 4);
    }

    /** Takes over the node rows that have a name, and who watches them. */
    void copyRows(World from, int[] name, int first) {
        Arrays.fill(cell, ALIVE, PROMOTER, (byte) 0);
        for (int row = 0; row < ROWS; row++) {
            if (name[row] >= 0) {
                cell[ALIVE + name[row]] = from.cell[ALIVE + row];
                for (int process = 0; process < PROCESSES; process++) {
                    over(process, name[row], from.isOver((first + process) % PROCESSES, row));
                }
            }
        }
    }

    private static int[][] effects() {
        int[][] effects = new int[STANDINGS.size()][Move.values().length];
        for (int from = 0; from < STANDINGS.size(); from++) {
            for (Move move : Move.values()) {
                Effect effect = Lifecycle.effect(STANDINGS.get(from), move);
                effects[from][move.ordinal()] =
                        effect instanceof Effect.To to ? STANDINGS.indexOf(to.standing()) : REFUSED;
            }
        }
        return effects;
    }
}
