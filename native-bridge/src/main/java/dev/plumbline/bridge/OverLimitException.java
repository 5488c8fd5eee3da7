package dev.plumbline.bridge;

import java.io.IOException;

/** A file holds more bytes than {@link SizeLimits} allows for it. */
public final class OverLimitException extends IOException {

    private static final long serialVersionUID = 1L;

    /** A file of unknown size went over its limit. */
    public OverLimitException(long limitBytes) {
        super("holds more than the " + limitBytes + " bytes allowed for this file");
    }

    /** A file declares a size over its limit. */
    public OverLimitException(long declaredBytes, long limitBytes) {
        super("declares " + declaredBytes + " bytes; at most " + limitBytes + " are allowed for this file");
    }
}
