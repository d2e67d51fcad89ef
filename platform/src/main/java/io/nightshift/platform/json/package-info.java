/** The values of records and requests as JSON, so that each comes back as what it was. */
@NullMarked
package io.nightshift.platform.json;

import org.jspecify.annotations.NullMarked;
