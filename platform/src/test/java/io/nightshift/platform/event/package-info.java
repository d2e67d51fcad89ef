@NullMarked
package io.nightshift.platform.event;

import org.jspecify.annotations.NullMarked;
