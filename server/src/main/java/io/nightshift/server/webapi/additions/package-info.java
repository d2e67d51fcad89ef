/** What we add to the Web API, in the namespace {@code Nightshift}: system jobs beyond their attributes, and the service itself. */
@NullMarked
package io.nightshift.server.webapi.additions;

import org.jspecify.annotations.NullMarked;
