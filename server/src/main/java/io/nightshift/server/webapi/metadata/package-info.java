/** An organization's metadata as the Web API answers it: {@code $metadata} and the definitions of entities. */
@NullMarked
package io.nightshift.server.webapi.metadata;

import org.jspecify.annotations.NullMarked;
