package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.owner.Owner;

/**
 * What HotSpot's native memory tracking keeps apart, of those that it maps; the rest it allocates by malloc.
 *
 * <p>Sources: {@code MEMORY_TYPES_DO}, src/hotspot/share/memory/allocation.hpp (17), nmt/memTag.hpp (25); the short names,
 * {@code NMT_flags_to_string} of nmt/memMapPrinter.cpp (25).
 */
enum NmtTag {
    JAVA_HEAP("Java Heap", "JAVAHEAP", Owner.JAVA_HEAP, ""),
    CLASS("Class", "CLASS", Owner.CLASS_SPACE, ""),
    METASPACE("Metaspace", "META", Owner.METASPACE, ""),
    THREAD_STACK("Thread Stack", "STACK", Owner.THREAD_STACK, ""),
    CODE("Code", "CODE", Owner.CODE_CACHE, ""),
    GC("GC", "GC", Owner.GC, ""),
    CARD_TABLE("GCCardSet", "CARDTBL", Owner.GC, "card table"),
    CDS("Shared class space", "CDS", Owner.CDS, ""),
    POLLING("Safepoint", "POLL", Owner.JVM_INTERNAL, "polling page"),
    INTERNAL("Internal", "INTERN", Owner.JVM_INTERNAL, "internal"),
    TEST("Test", "TEST", Owner.JVM_INTERNAL, "test"),
    /** By any name that this table does not know: memory of the JVM. */
    OTHER("", "", Owner.JVM_INTERNAL, "");

    private final String longName;
    private final String shortName;
    private final Owner owner;
    private final String label;

    NmtTag(String longName, String shortName, Owner owner, String label) {
        this.longName = longName;
        this.shortName = shortName;
        this.owner = owner;
        this.label = label;
    }

    static NmtTag ofLongName(String name) {
        for (NmtTag tag : values()) {
            if (tag.longName.equals(name)) {
                return tag;
            }
        }
        return OTHER;
    }

    static NmtTag ofShortName(String name) {
        for (NmtTag tag : values()) {
            if (tag.shortName.equals(name)) {
                return tag;
            }
        }
        return OTHER;
    }

    Owner owner() {
        return owner;
    }

    String label() {
        return label;
    }
}
