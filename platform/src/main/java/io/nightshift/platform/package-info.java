/** Organizations with their records and messages, put together from the packages below. */
@NullMarked
package io.nightshift.platform;

import org.jspecify.annotations.NullMarked;
