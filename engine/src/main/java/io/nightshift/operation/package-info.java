/**
 * What an asynchronous operation is: pure values without I/O, clock or thread.
 *
 * <p>The centre is {@link io.nightshift.operation.Lifecycle}, the one table of every legal change of state. The SQL
 * statements, the CHECK constraints, {@code docs/lifecycle.md} and the tests are all made from it.
 */
@NullMarked
package io.nightshift.operation;

import org.jspecify.annotations.NullMarked;
