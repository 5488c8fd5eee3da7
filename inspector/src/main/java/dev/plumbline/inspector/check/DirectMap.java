package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Region;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KcoreSegment;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The kernel's linear map of RAM as /proc/kcore shows it.
 *
 * @param window where the architecture lets it lie
 * @param segments those of RAM; the image, which kcore also gives a physical place, is not among them
 */
record DirectMap(AddressRange window, List<KcoreSegment> segments) {

    /** Copies the list. */
    DirectMap {
        segments = List.copyOf(segments);
    }

    /** The map; empty where kcore is not readable, names no image to tell apart, or shows no RAM. */
    static Optional<DirectMap> of(Architecture architecture, Optional<KcoreHeaders> kcore) {
        Optional<AddressRange> window =
                architecture.addressSpace().region(Region.Part.DIRECT_MAP).map(Region::range);
        OptionalLong image = kcore.flatMap(KcoreHeaders::vmcoreInfo)
                .map(v -> v.symbol("_stext"))
                .orElse(OptionalLong.empty());
        if (window.isEmpty() || image.isEmpty()) {
            return Optional.empty();
        }
        List<KcoreSegment> ram = kcore.orElseThrow().segments().stream()
                .filter(s -> s.physicalAddress().isPresent())
                .filter(s -> !s.contains(image.getAsLong()) || isLowmem(architecture))
                .toList();
        return ram.isEmpty() ? Optional.empty() : Optional.of(new DirectMap(window.get(), ram));
    }

    /** On 32 bits the image lies in the linear map and has no segment of its own. */
    private static boolean isLowmem(Architecture architecture) {
        return architecture.format().vaBits() == 32;
    }

    /** Virtual minus physical address of a segment. */
    static long offset(KcoreSegment segment) {
        return segment.virtualAddress() - segment.physicalAddress().orElseThrow();
    }

    /** Whether the first segment's offset is not the window's beginning. */
    boolean moved() {
        return offset(segments.get(0)) != window.start().value();
    }

    /** The segments that lie outside the window, or at another offset than the first. */
    List<KcoreSegment> astray() {
        long offset = offset(segments.get(0));
        return segments.stream()
                .filter(s -> offset(s) != offset
                        || !window.contains(new VirtAddr(s.virtualAddress()))
                        || !window.contains(new VirtAddr(s.end() - 1)))
                .toList();
    }
}
