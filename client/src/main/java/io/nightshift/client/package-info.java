/**
 * The organization service of a server elsewhere: {@link io.nightshift.client.NightshiftClient} speaks the Web API, so that
 * a program works against a server as a plug-in works within it.
 *
 * <p>A message becomes an {@code Exchange}: requests and how their answers are read. It is sent by itself or with others in
 * a batch. What the records of an entity look like on the wire is learned from the server's own definitions, once.
 */
@NullMarked
package io.nightshift.client;

import org.jspecify.annotations.NullMarked;
