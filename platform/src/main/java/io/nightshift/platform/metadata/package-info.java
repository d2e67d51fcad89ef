/**
 * What an organization's entities are: attributes, relationships, option sets, alternate keys. Pure values: no I/O, no
 * clock. Tables, records, queries and the Web API are all made from them.
 */
@NullMarked
package io.nightshift.platform.metadata;

import org.jspecify.annotations.NullMarked;
