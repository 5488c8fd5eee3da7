package dev.plumbline.inspector.source.trace;

import java.io.IOException;

/** A file that is no trace, or a binary trace that is damaged or cut. The message says where and how. */
public final class TraceFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    TraceFormatException(String message) {
        super(message);
    }
}
