package dev.plumbline.inspector.observed;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * /proc/kallsyms, reduced to what was asked for.
 *
 * @param addressBits 32 or 64, by the digits of the addresses; 0 without any symbol
 * @param count all symbols
 * @param isZeroed whether every address is zero: kptr_restrict or a missing CAP_SYSLOG hides them
 * @param extents where each kind of symbol lies
 * @param found the symbols whose names were asked for, by name, in the file's order; static ones may share a name
 */
public record Kallsyms(
        int addressBits,
        long count,
        boolean isZeroed,
        Map<Kind, SymbolExtent> extents,
        Map<String, List<KernelSymbol>> found) {

    /** What a symbol belongs to. */
    public enum Kind {
        /** The kernel image. */
        CORE,
        /**
         * No place in memory: an absolute value ({@code A}), which is also how offsets into the per-CPU area are shown
         * where that area is linked at zero (x86-64 before 6.15).
         */
        ABSOLUTE,
        /** A loaded module. */
        MODULE,
        /** Code made at run time: {@code [bpf]}, {@code [__builtin__ftrace]}, {@code [__builtin__kprobes]}. */
        GENERATED
    }

    /** Copies the maps. */
    public Kallsyms {
        Map<Kind, SymbolExtent> copied = new EnumMap<>(Kind.class);
        copied.putAll(extents);
        extents = Map.copyOf(copied);
        found = Map.copyOf(found);
    }

    /** Where symbols of a kind lie; empty without any. */
    public Optional<SymbolExtent> extent(Kind kind) {
        return Optional.ofNullable(extents.get(kind));
    }

    /** The first of the kernel's own symbols of this name, if it was asked for and is there. */
    public Optional<KernelSymbol> core(String name) {
        return found.getOrDefault(name, List.of()).stream()
                .filter(s -> s.module().isEmpty())
                .findFirst();
    }
}
