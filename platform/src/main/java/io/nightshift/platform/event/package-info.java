/** What happens before and after a message because of it: steps that are registered, and reactions that are built in. */
@NullMarked
package io.nightshift.platform.event;

import org.jspecify.annotations.NullMarked;
