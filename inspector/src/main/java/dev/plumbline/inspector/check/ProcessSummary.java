package dev.plumbline.inspector.check;

/**
 * What is kept of a process after it was examined, for rules about processes beside each other.
 *
 * @param pid as /proc names it
 * @param comm its name
 */
public record ProcessSummary(int pid, String comm) {}
