package dev.plumbline.agent;

import org.jspecify.annotations.Nullable;

/**
 * The record that {@link JdkCaches} puts in the place of others.
 *
 * @param component of a type with the same loader as the record
 */
record Occupant(@Nullable Occupant component) {}
