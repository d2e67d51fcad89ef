/** The words of OData: names of sets and properties, addresses, query options, and the queries they become. */
@NullMarked
package io.nightshift.server.webapi.odata;

import org.jspecify.annotations.NullMarked;
