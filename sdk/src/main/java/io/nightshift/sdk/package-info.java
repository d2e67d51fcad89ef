/**
 * What plug-in authors and Java callers compile against: the organization service, entities, queries, requests and
 * plug-ins. It depends on nothing; the engine is used without it.
 */
@NullMarked
package io.nightshift.sdk;

import org.jspecify.annotations.NullMarked;
