/** The measuring bench, started by a person with {@code ./run bench}; nothing depends on it. */
@NullMarked
package io.nightshift.benchmarks;

import org.jspecify.annotations.NullMarked;
