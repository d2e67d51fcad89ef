/** What becomes of the answers: JSON, CSV, charts, and the page of the guide. */
@NullMarked
package io.nightshift.benchmarks.report;

import org.jspecify.annotations.NullMarked;
