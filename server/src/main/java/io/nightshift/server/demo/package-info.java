/**
 * {@code ./run demo}: the main job on real input. One operation for each country finds the nearest neighbour of every
 * airport; others fail, wait, recur and are paused, so that a person can watch what the service does about it.
 *
 * <p>What is computed is laid down in examples/demo/README.md and checked against a document that an independent script
 * made. The demo uses the public calls of the engine and nothing else.
 */
@NullMarked
package io.nightshift.server.demo;

import org.jspecify.annotations.NullMarked;
