/** Files by messages: sent and fetched in blocks. */
@NullMarked
package io.nightshift.platform.file;

import org.jspecify.annotations.NullMarked;
