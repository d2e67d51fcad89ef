/** Reading the audit by messages; it is written where rows are. */
@NullMarked
package io.nightshift.platform.audit;

import org.jspecify.annotations.NullMarked;
