package dev.plumbline.inspector.report;

/** A file is not a map as {@link MapJson} writes it; the message says where and what is allowed. */
public final class MapFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    MapFormatException(String message) {
        super(message);
    }
}
