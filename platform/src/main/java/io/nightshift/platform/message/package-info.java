/** The messages of the organization service: one class each, in one registry. */
@NullMarked
package io.nightshift.platform.message;

import org.jspecify.annotations.NullMarked;
