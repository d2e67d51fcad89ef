@NullMarked
package io.nightshift.platform.audit;

import org.jspecify.annotations.NullMarked;
