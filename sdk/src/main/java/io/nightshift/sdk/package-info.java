/**
 * What plug-in authors and Java callers compile against: the organization service, entities, queries, requests and
 * plug-ins. It depends on nothing. The types come with the platform (records, messages, events); the engine is used
 * without them.
 */
@NullMarked
package io.nightshift.sdk;

import org.jspecify.annotations.NullMarked;
