@NullMarked
package io.nightshift.platform.customization;

import org.jspecify.annotations.NullMarked;
