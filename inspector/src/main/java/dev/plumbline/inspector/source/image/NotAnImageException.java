package dev.plumbline.inspector.source.image;

/** The file given is no memory image that can be read; the message is one line that says what was found instead. */
public final class NotAnImageException extends Exception {

    private static final long serialVersionUID = 1L;

    NotAnImageException(String message) {
        super(message);
    }

    NotAnImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
