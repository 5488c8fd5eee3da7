package dev.plumbline.inspector.reference.mmu;

import java.util.List;

/** A byte of MAIR_EL1, or of MAIR0 and MAIR1 (Arm ARM, MAIR_EL1; ARMv7-A B4.1.104), in the manual's words. */
final class MemoryAttribute {

    private static final List<String> DEVICE = List.of("Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE");

    private MemoryAttribute() {}

    /** What field {@code index} of the register selects. */
    static MemoryType select(long mair, int index) {
        return new MemoryType("AttrIndx " + index, meaning((int) (mair >>> (8 * index)) & 0xff));
    }

    private static String meaning(int attribute) {
        int outer = attribute >>> 4;
        int inner = attribute & 0xf;
        if (attribute == 0xf0) {
            return "Normal Tagged WB RA WA";
        }
        if (outer == 0) {
            return (inner & 3) == 0 ? DEVICE.get(inner >>> 2) : reserved(attribute);
        }
        if (inner == 0) {
            return attribute == 0x40 ? "Normal NC XS=0" : attribute == 0xa0 ? "Normal WT XS=0" : reserved(attribute);
        }
        return outer == inner
                ? "Normal " + cacheability(outer)
                : "Normal outer %s, inner %s".formatted(cacheability(outer), cacheability(inner));
    }

    private static String reserved(int attribute) {
        return "reserved attribute 0x%02x".formatted(attribute);
    }

    private static String cacheability(int bits) {
        if (bits == 0b0100) {
            return "NC";
        }
        String policy = (bits & 0b0100) != 0 ? "WB" : "WT";
        String transientHint = (bits & 0b1000) != 0 ? "" : " transient";
        String allocate = ((bits & 0b0010) != 0 ? " RA" : "") + ((bits & 0b0001) != 0 ? " WA" : "");
        return policy + transientHint + allocate;
    }
}
