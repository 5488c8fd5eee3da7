package dev.plumbline.bridge.attach;

/**
 * A JVM's answer to one operation.
 *
 * @param status the number on its first line: 0 for success, 101 where it does not know the protocol's version
 * @param text what followed; it comes from the target and may hold anything
 * @param cut whether the text was longer than allowed
 */
public record AttachReply(int status, String text, boolean cut) {

    /** Whether the operation succeeded. */
    public boolean succeeded() {
        return status == 0;
    }
}
