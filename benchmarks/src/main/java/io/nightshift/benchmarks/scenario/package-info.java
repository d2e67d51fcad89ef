/** The questions, one class each, and the goals their answers are held against. */
@NullMarked
package io.nightshift.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
