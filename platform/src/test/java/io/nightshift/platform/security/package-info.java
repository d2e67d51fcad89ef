/** Tests of who may do what. */
@NullMarked
package io.nightshift.platform.security;

import org.jspecify.annotations.NullMarked;
