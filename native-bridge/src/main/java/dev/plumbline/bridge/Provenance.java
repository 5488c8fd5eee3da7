package dev.plumbline.bridge;

import java.time.Instant;

/**
 * Where one reading came from.
 *
 * @param path the kernel file's own path without a leading slash ({@code proc/zoneinfo}), or, where a capture stores it
 *     under another name, that name
 * @param at when the reading was taken
 */
public record Provenance(String path, Instant at) {}
