/** Tests over the whole repository: the rules of the house, the conformance table, the programs as a person starts them. */
@NullMarked
package io.nightshift.e2e;

import org.jspecify.annotations.NullMarked;
