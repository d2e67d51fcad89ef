/** Queries, as callers write them. */
@NullMarked
package io.nightshift.sdk.query;

import org.jspecify.annotations.NullMarked;
