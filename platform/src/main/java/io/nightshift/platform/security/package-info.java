/** Who may do what with which records: privileges, how far they reach, and what a user's roles add up to. */
@NullMarked
package io.nightshift.platform.security;

import org.jspecify.annotations.NullMarked;
