package dev.plumbline.inspector.source.trace;

/**
 * A line of a trace that is none.
 *
 * @param line 1-based
 * @param text what stands there, cut where it is long
 * @param allowed what may stand there
 */
public record TraceDamage(long line, String text, String allowed) {}
