package dev.plumbline.inspector.report;

/** A file is not a document as this tool writes it; the message says where and what is allowed. */
public final class DocumentFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    DocumentFormatException(String message) {
        super(message);
    }
}
