/**
 * The web app: pages for the people who look after operations. Rendered by the server, readable without JavaScript, and
 * nothing here changes a state on a GET. It reads and moves in process, with the rights of whoever is signed in.
 */
@NullMarked
package io.nightshift.server.systemjobs;

import org.jspecify.annotations.NullMarked;
