package dev.plumbline.inspector.reference.zone.derive;

/** A description that no machine can have. The message is one line: which part makes no sense, and what is allowed. */
public final class DescriptionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong, and what is allowed. */
    public DescriptionException(String message) {
        super(message);
    }
}
