/**
 * The records of an organization: checked, written, read and deleted by their metadata, on the caller's connection, so
 * that operations can be enqueued in the same transaction.
 */
@NullMarked
package io.nightshift.platform.record;

import org.jspecify.annotations.NullMarked;
