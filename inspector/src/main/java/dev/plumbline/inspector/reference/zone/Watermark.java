package dev.plumbline.inspector.reference.zone;

import java.util.Locale;

/** The watermarks of a zone, lowest first (enum zone_watermarks, include/linux/mmzone.h). */
public enum Watermark {
    MIN,
    LOW,
    HIGH,
    PROMO;

    /** As /proc/zoneinfo prints it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
