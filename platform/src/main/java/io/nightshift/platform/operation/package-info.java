/**
 * Operations as records: what a create, an update and a delete of an {@code asyncoperation} are to the queue, and messages
 * that are carried out as operations. How operations are read is the matter of metadata and queries, as for every entity.
 */
@NullMarked
package io.nightshift.platform.operation;

import org.jspecify.annotations.NullMarked;
