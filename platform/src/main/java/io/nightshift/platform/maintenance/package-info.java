/**
 * What the platform does by itself, once a day for each organization: statistics, storage sizes, indexes, the states of
 * contracts, and the removal of what deletes leave behind.
 */
@NullMarked
package io.nightshift.platform.maintenance;

import org.jspecify.annotations.NullMarked;
