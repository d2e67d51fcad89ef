/**
 * Where an organization's records lie: its PostgreSQL schema, the tables made from its metadata, the stored metadata
 * itself, and how both change under load.
 */
@NullMarked
package io.nightshift.platform.organization;

import org.jspecify.annotations.NullMarked;
