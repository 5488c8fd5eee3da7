package dev.plumbline.inspector.check.compare;

import java.time.Instant;
import java.util.Locale;

/**
 * Where the quantities of a machine come from.
 *
 * @param kind whether anybody looked at a machine
 * @param name the host's, the capture's, or the description as it was given
 * @param takenAt when the machine was looked at, or the description worked out
 */
public record BaselineOrigin(Kind kind, String name, Instant takenAt) {

    /** Who says what the quantities are. */
    public enum Kind {
        /** A running host. */
        LIVE,
        /** A saved one. */
        CAPTURE,
        /** Nobody: the reference derived them from a description. */
        DESCRIPTION;

        /** As documents write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
