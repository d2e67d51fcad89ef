/** FetchXML, in which queries go over the wire. */
@NullMarked
package io.nightshift.sdk.fetch;

import org.jspecify.annotations.NullMarked;
