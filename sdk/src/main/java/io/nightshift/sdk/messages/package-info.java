/** The messages of the organization service with typed parameters and results. */
@NullMarked
package io.nightshift.sdk.messages;

import org.jspecify.annotations.NullMarked;
