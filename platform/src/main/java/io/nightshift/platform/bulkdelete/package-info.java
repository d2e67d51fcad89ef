/**
 * Bulk delete: the message that asks for it, and the operation that deletes what queries find, page by page, in
 * transactions that each carry their rows, counts and cursor.
 */
@NullMarked
package io.nightshift.platform.bulkdelete;

import org.jspecify.annotations.NullMarked;
