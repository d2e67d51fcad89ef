/**
 * A model of the protocol by which nodes share the operations of one database, and a search through every state it can
 * reach. {@link io.nightshift.protocol.ProtocolTest} runs it.
 *
 * <p><b>What is modelled.</b> Two processes that may crash, stop (SIGSTOP) and go on, lose their lease or an answer of the
 * database at any step, and start anew with a node row of their own; up to three operations with a dependency token, a
 * limit key of width 1, or neither; users who pause, postpone, resume and cancel; callers whose enqueues commit late. The
 * standing of an operation changes by {@link io.nightshift.operation.Lifecycle} and by nothing else. Each step is what one
 * SQL statement, or one act of a process, does at once; what a transaction does in several statements (promotion, a user's
 * move, context.transaction) is several steps with row locks between them, so that everything else can come in between.
 *
 * <p><b>Time</b> is not counted. The one thing clocks give is this: when a node has seen the beat of another unchanged for
 * a whole lease, that other has seen by its own clock that its lease is over and has dropped its work, or it is stopped, or
 * gone. When the watching began makes no difference, because every renewal begins it anew.
 *
 * <p><b>What must hold</b> in every state ({@link io.nightshift.protocol.Promises}): no operation is recorded twice or
 * changes after it ended; a handler whose process was never stopped runs under a valid claim, so no two run; the work of
 * context.transaction takes effect at most once, and all of it when the operation succeeded; a lane or key has one holder
 * and one running member; what was committed before another was enqueued starts and is recorded before it; what a user
 * paused is not Ready before a user says so. And from every state the helpful steps, taken in a fixed order, lead to rest
 * with every operation completed, or waiting for a user, or behind such a one in its lane: nothing is lost, no deadlock, and
 * the notes alone suffice (the sweep of lanes is not modelled, nor needed).
 *
 * <p><b>Bounds.</b> A scenario counts faults (crash, stop, lapsed lease, lost answer), user moves and retries and limits
 * them to a few, so that the search ends; within these bounds it is complete. States that differ only in the names of the
 * processes or node rows are one. Beyond the model are: more than two nodes at a time, limit keys wider than 1, waiting for
 * events and persons, the loss count, series, holds, code that ignores an interrupt, and a database that loses what it
 * has committed.
 */
package io.nightshift.protocol;
