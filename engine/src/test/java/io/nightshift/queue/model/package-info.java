/**
 * The real statements of the queue against a simple model of what an operation does, by random sequences of steps.
 *
 * <p>{@link io.nightshift.queue.model.ModelQueue} and the classes named Model… are written from the contract (the table of
 * moves, lanes, series, events, keys) and share nothing with the engine but its enums. {@link
 * io.nightshift.queue.model.RealQueue} carries out the same {@link io.nightshift.queue.model.Step}s on PostgreSQL. After
 * each step the answer and everything that can be seen of every operation must be the same on both sides.
 */
package io.nightshift.queue.model;
