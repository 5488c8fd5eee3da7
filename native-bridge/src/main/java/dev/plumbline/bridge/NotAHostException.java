package dev.plumbline.bridge;

/** The folder given does not show a running kernel; the message is one line that says what is missing. */
public final class NotAHostException extends Exception {

    private static final long serialVersionUID = 1L;

    NotAHostException(String message) {
        super(message);
    }
}
