package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.OptionalLong;

/**
 * A part of the kernel's address space on one machine.
 *
 * @param kind which
 * @param name for people
 * @param range where it is
 * @param offset virtual minus physical address, where one distance holds all over the range
 * @param source what says so
 * @param because where there is no such distance, why
 * @param remedy what would show the physical address; empty where nothing would
 */
record KernelRegion(
        Kind kind, String name, AddressRange range, OptionalLong offset, String source, String because, String remedy) {

    /** What decides how an address inside is explained. */
    enum Kind {
        IMAGE,
        DIRECT_MAP,
        MODULES,
        VMALLOC,
        VMEMMAP,
        OTHER
    }

    static final String TABLES = "the kernel's page tables: a memory image";

    static KernelRegion linear(Kind kind, String name, AddressRange range, long offset, String source) {
        return new KernelRegion(kind, name, range, OptionalLong.of(offset), source, "", "");
    }

    static KernelRegion mapped(Kind kind, String name, AddressRange range, String source, String because) {
        return new KernelRegion(kind, name, range, OptionalLong.empty(), source, because, TABLES);
    }

    static KernelRegion without(Kind kind, String name, AddressRange range, String source, Fact<?> why) {
        return new KernelRegion(kind, name, range, OptionalLong.empty(), source, why.because(), why.remedy());
    }
}
