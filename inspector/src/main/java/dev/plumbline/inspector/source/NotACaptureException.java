package dev.plumbline.inspector.source;

/** The file or folder given is not a capture; the message is one line that says what was found instead. */
public final class NotACaptureException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With the whole message for the user. */
    public NotACaptureException(String message) {
        super(message);
    }

    /** With the whole message for the user, and what failed. */
    public NotACaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
