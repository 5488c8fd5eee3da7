package dev.plumbline.inspector.check;

import dev.plumbline.inspector.jvm.PointerEncoding;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.layout.HeapPlacement;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A JVM's base and shift are those that follow from where its heap is, decode its first and last object as the reference does,
 * and reach all classes.
 *
 * <p>Source: {@code CompressedOops::initialize} and {@code is_null_check}, src/hotspot/share/oops/compressedOops.cpp;
 * {@code CompressedKlassPointers}, compressedKlass.cpp (17 to 25): 32 bits, with compact object headers 22.
 */
final class JvmCompressedOops implements JvmCheck {

    private static final int REFERENCE_BITS = 32;
    private static final int COMPACT_CLASS_BITS = 22;

    @Override
    public String id() {
        return "jvm.compressed-oops-consistent";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public void examine(Jvm jvm, Findings findings) {
        findings.add(this, jvm.subject("references"), references(jvm), evidence(jvm));
        jvm.facts().klasses().ifPresent(encoding -> {
            List<AddressRange> classes = Stream.of(
                            jvm.facts().cds(), jvm.facts().classSpace())
                    .flatMap(Optional::stream)
                    .toList();
            if (!classes.isEmpty()) {
                findings.add(this, jvm.subject("class pointers"), reach(jvm, encoding, classes), List.of());
            }
        });
    }

    private static List<Evidence> evidence(Jvm jvm) {
        return jvm.facts().heap().stream()
                .map(h -> jvm.evidence("heap " + h.reserved()))
                .toList();
    }

    private static Verdict references(Jvm jvm) {
        Optional<Boolean> compressed = jvm.facts().flags().bool("UseCompressedOops");
        if (compressed.isPresent() && !compressed.get()) {
            return new Verdict.Holds("64 bits", "64 bits", "UseCompressedOops is off: a reference is the address");
        }
        Optional<HeapPlacement> placement = jvm.placement();
        Optional<PointerEncoding> encoding = jvm.facts().oops();
        if (compressed.isEmpty() || placement.isEmpty() || encoding.isEmpty()) {
            return new Verdict.NotObservable("the JVM does not export its heap, its base and its shift", "");
        }
        AddressRange heap = jvm.facts().heap().orElseThrow().reserved();
        return references(jvm, heap, placement.get(), encoding.get());
    }

    private static Verdict references(Jvm jvm, AddressRange heap, HeapPlacement placement, PointerEncoding encoding) {
        String observed = "base 0x%x, shift %d".formatted(encoding.base(), encoding.shift());
        int shift = placement.shiftAt(heap.start());
        if (placement.withoutBase(heap.start())) {
            return verdict(heap, placement, encoding, new PointerEncoding(0, shift), observed, "");
        }
        OptionalInt prefix = placement.prefixShift(heap.start(), encoding.base(), JvmAnswer.pageBytes(jvm.process()));
        if (prefix.isEmpty()) {
            String expected = "base a power of two, a page or more, below 0x%x, shift %d"
                    .formatted(heap.start().value(), shift);
            return new Verdict.Violated(observed, expected, "the heap ends above what references reach without a base");
        }
        long base = heap.start().value() - (1L << prefix.getAsInt());
        Optional<Vma> open = accessible(jvm, AddressRange.of(base, heap.start().value()));
        if (open.isPresent()) {
            return new Verdict.Violated(
                    open.get().permissions(),
                    "---p",
                    "null decodes to the base, which must fault: %s"
                            .formatted(open.get().range()));
        }
        return verdict(
                heap,
                placement,
                encoding,
                new PointerEncoding(base, shift),
                observed,
                "the prefix below the heap is inaccessible");
    }

    private static Optional<Vma> accessible(Jvm jvm, AddressRange prefix) {
        return jvm.process().maps().intact().stream()
                .flatMap(List::stream)
                .filter(v -> v.range().contains(prefix.start()))
                .filter(v -> v.readable() || v.writable() || v.executable())
                .findFirst();
    }

    private static Verdict verdict(
            AddressRange heap,
            HeapPlacement placement,
            PointerEncoding observed,
            PointerEncoding expected,
            String shown,
            String because) {
        String wanted = "base 0x%x, shift %d".formatted(expected.base(), expected.shift());
        if (!observed.equals(expected)) {
            return new Verdict.Violated(shown, wanted, "what a heap at %s needs".formatted(heap));
        }
        long last = heap.end().value() - placement.objectAlignmentBytes();
        for (long object : new long[] {heap.start().value(), last}) {
            long value = (object - expected.base()) >>> expected.shift();
            if (value >>> REFERENCE_BITS != 0 || observed.decode((int) value) != object) {
                return new Verdict.Violated(
                        "0x%x".formatted(observed.decode((int) value)),
                        "0x%x".formatted(object),
                        "the reference 0x%x".formatted(value));
            }
        }
        String mode = placement.mode(heap.start(), expected.base()).word();
        return new Verdict.Holds(shown, wanted, because.isEmpty() ? mode : mode + "; " + because);
    }

    private static Verdict reach(Jvm jvm, PointerEncoding encoding, List<AddressRange> classes) {
        int bits = jvm.facts().flags().isOn("UseCompactObjectHeaders") ? COMPACT_CLASS_BITS : REFERENCE_BITS;
        AddressRange reached = AddressRange.of(encoding.base(), encoding.base() + (1L << (bits + encoding.shift())));
        String observed = "base 0x%x, shift %d".formatted(encoding.base(), encoding.shift());
        for (AddressRange range : classes) {
            if (!reached.contains(range)) {
                return new Verdict.Violated(observed, "reaches " + range, "%d bits reach %s".formatted(bits, reached));
            }
        }
        return new Verdict.Holds(observed, "reaches " + classes.get(0), "%d bits reach %s".formatted(bits, reached));
    }
}
