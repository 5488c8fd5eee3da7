package dev.plumbline.inspector.reference.zone;

/** How min_free_kbytes came to its value. */
public enum Passes {
    /** init_per_zone_wmark_min (mm/page_alloc.c), before any zone had a high watermark. */
    ONCE("computed once, at boot"),
    /**
     * The same again with the first pass's high watermarks taken off: khugepaged's start with huge pages disabled
     * (set_recommended_min_free_kbytes, mm/khugepaged.c, since 5.15).
     */
    REPEATED("computed at boot and again while transparent huge pages were set to never"),
    /** Raised to what khugepaged recommends, the first pass's high watermarks taken off. */
    KHUGEPAGED("computed at boot and raised when khugepaged started"),
    /** Another value since: written to /proc/sys/vm/min_free_kbytes, or computed anew when memory was plugged in (online_pages). */
    SET_LATER("set after boot, by a write to the sysctl or when memory was plugged in");

    private final String words;

    Passes(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
