@NullMarked
package io.nightshift.platform.plugin;

import org.jspecify.annotations.NullMarked;
