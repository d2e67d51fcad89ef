/** Who takes part: the engine, the raw loop and the peers, each a class that makes a schema, a producer and a worker. */
@NullMarked
package io.nightshift.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
