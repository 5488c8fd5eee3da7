package dev.plumbline.inspector.check.map;

/**
 * What may be done to learn whose memory is whose.
 *
 * @param memory whether the process's memory is read, of a live host: without stopping it and without its noticing
 * @param ask whether a JVM is asked by its own means, which it notices
 */
public record MapOptions(boolean memory, boolean ask) {

    /** From outside: memory is read, nobody is asked. */
    public static final MapOptions OUTSIDE = new MapOptions(true, false);

    /** From outside, and the JVM's own words besides. */
    public static final MapOptions ASKING = new MapOptions(true, true);

    /** Only what the kernel tells. */
    public static final MapOptions KERNEL_FILES = new MapOptions(false, false);
}
