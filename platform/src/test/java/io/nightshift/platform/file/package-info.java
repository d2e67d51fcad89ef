@NullMarked
package io.nightshift.platform.file;

import org.jspecify.annotations.NullMarked;
