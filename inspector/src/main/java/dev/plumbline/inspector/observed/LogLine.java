package dev.plumbline.inspector.observed;

import java.util.OptionalDouble;

/**
 * One line of the kernel log.
 *
 * @param seconds since boot; empty where the log carries no times (printk.time=0) and on continuation lines
 * @param text without the level and the time
 * @param line 1-based, in the file
 */
public record LogLine(OptionalDouble seconds, String text, int line) {}
