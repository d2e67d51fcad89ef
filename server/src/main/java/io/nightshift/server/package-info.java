/** The process: its verbs, and all wiring on one screen. */
@NullMarked
package io.nightshift.server;

import org.jspecify.annotations.NullMarked;
