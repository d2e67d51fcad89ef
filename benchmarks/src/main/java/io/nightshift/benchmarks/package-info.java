/** Measurements that a person starts; nothing depends on them. */
@NullMarked
package io.nightshift.benchmarks;

import org.jspecify.annotations.NullMarked;
