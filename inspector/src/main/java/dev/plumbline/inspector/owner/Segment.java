package dev.plumbline.inspector.owner;

import java.util.Locale;

/** What part of an ELF image a mapping is. */
enum Segment {
    /** Machine code. */
    TEXT,
    /** Headers, symbol tables and constants. */
    RODATA,
    /** Written while the image was relocated, read-only since (PT_GNU_RELRO). */
    RELRO,
    /** Variables with an initial value. */
    DATA,
    /** Variables without one: anonymous memory behind the file's. */
    BSS,
    /** Reserved between segments, without access. */
    GAP;

    /** As labels spell it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
