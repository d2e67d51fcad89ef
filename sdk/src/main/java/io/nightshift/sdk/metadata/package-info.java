/**
 * What entities are made of, as callers read and change it by the messages CreateEntity, RetrieveEntity and their kin (see
 * {@link io.nightshift.sdk.messages.MetadataRequests}). The names are those of Dynamics; each class has what this platform
 * knows of it. What a caller does not say is left to the platform: null in a request means "as usual" or "as it is".
 */
@NullMarked
package io.nightshift.sdk.metadata;

import org.jspecify.annotations.NullMarked;
