/** Reading and changing metadata by messages: between what callers say of entities and what the platform knows of them. */
@NullMarked
package io.nightshift.platform.customization;

import org.jspecify.annotations.NullMarked;
