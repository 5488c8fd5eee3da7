package dev.plumbline.inspector.jvm.ask;

/** What came of one diagnostic command. */
public sealed interface CommandAnswer {

    /**
     * Its output, or the JVM's words about why it has none.
     *
     * @param text comes from the target and may hold anything
     * @param failed whether the JVM says that the command failed
     * @param cut whether there was more than is kept
     */
    record Text(String text, boolean failed, boolean cut) implements CommandAnswer {}

    /** The JVM was not reached. */
    record Unreached(String reason, String remedy) implements CommandAnswer {}
}
