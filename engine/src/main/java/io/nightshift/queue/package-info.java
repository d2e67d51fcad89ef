/**
 * The queue in PostgreSQL: the only package that touches the operation tables. One {@code .sql} file for each statement;
 * {@code CLAIMING.md} beside them tells why the claim looks so.
 *
 * <p>{@link io.nightshift.queue.OperationQueue} is what callers use to enqueue and move operations,
 * {@link io.nightshift.queue.SystemJobs} is the read side. The others belong to the service itself:
 * {@link io.nightshift.queue.Claims} (claim and record), {@link io.nightshift.queue.Nodes} (leases and rescue) and
 * {@link io.nightshift.queue.Promotions} (what makes waiting operations ready).
 */
@NullMarked
package io.nightshift.queue;

import org.jspecify.annotations.NullMarked;
