package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.reference.layout.HeapMode;
import dev.plumbline.inspector.reference.layout.HeapPlacement;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * A JVM's heap lies in a window where HotSpot puts it: for compressed references at one of few attach points, else where mmap
 * chooses.
 *
 * <p>Source: see {@link HeapPlacement}; ZGC: {@code ZPlatformAddressOffsetBits} and {@code ZAddressSpaceStart} in
 * src/hotspot/cpu/x86/gc/z (any user address is admitted).
 */
final class JvmHeapWindow implements JvmCheck {

    @Override
    public String id() {
        return "jvm.heap-window";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public void examine(Jvm jvm, Findings findings) {
        Optional<HeapPlacement> placement = jvm.placement();
        if (placement.isEmpty()) {
            Verdict none = new Verdict.NotObservable("the JVM does not export where its heap is", "");
            findings.add(this, jvm.subject("heap"), none, List.of());
            return;
        }
        AddressRange heap = jvm.facts().heap().orElseThrow().reserved();
        Verdict verdict = jvm.compressesReferences() ? compressed(jvm, heap, placement.get()) : anywhere(jvm, heap, "");
        findings.add(this, jvm.subject("heap"), verdict, List.of(jvm.evidence("heap " + heap)));
    }

    private static Verdict compressed(Jvm jvm, AddressRange heap, HeapPlacement placement) {
        List<HeapPlacement.Window> windows = placement.windows();
        Optional<HeapPlacement.Window> in = placement.windowOf(heap.start());
        if (in.isEmpty()) {
            boolean low = Long.compareUnsigned(heap.start().value(), placement.encodingMax()) < 0;
            if (low) {
                return new Verdict.Violated(
                        observed(heap),
                        windows.get(0).toString(),
                        "HotSpot tries nothing below HeapBaseMinAddress, 0x%x".formatted(placement.lowestBytes()));
            }
            return anywhere(jvm, heap, "every attach point was taken when the JVM started: mmap chose the place; ");
        }
        HeapMode mode = in.get().mode();
        String first = "";
        if (windows.get(0).mode() != mode) {
            first = "; the places for %s were taken when the JVM started"
                    .formatted(windows.get(0).mode().word());
        } else if (heap.start().equals(in.get().highest())) {
            first = "; the first address that HotSpot tries";
        }
        return new Verdict.Holds(
                observed(heap), in.get().toString(), "%s: %s%s".formatted(mode.word(), mode.meaning(), first));
    }

    private static Verdict anywhere(Jvm jvm, AddressRange heap, String why) {
        Optional<AddressRange> user = Machine.ofCheapFiles(jvm.process().host())
                .architecture()
                .map(Architecture::addressSpace)
                .map(AddressSpace::user);
        if (user.isEmpty()) {
            return new Verdict.NotObservable("there is no reference for this architecture's address space", "");
        }
        return user.get().contains(heap)
                ? new Verdict.Holds(observed(heap), user.get().toString(), why + "any user address")
                : new Verdict.Violated(observed(heap), user.get().toString(), why + "no user address");
    }

    private static String observed(AddressRange heap) {
        return heap.start().toString();
    }
}
