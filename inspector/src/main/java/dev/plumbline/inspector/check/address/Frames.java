package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KpageFlags;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.unit.Pfn;
import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What a host says of single page frames. */
final class Frames {

    private static final String FLAGS = "proc/kpageflags";
    private static final String COUNTS = "proc/kpagecount";
    private static final int SAMPLE_BYTES = 1 << 16;

    private final HostView host;
    private final int pageShift;

    Frames(HostView host, int pageShift) {
        this.host = host;
        this.pageShift = pageShift;
    }

    /** The frame that a physical address lies in. */
    Frame at(PhysAddr physical) {
        Pfn pfn = new Pfn(physical.value() >>> pageShift);
        return new Frame(pfn, physical, zones(pfn), word(FLAGS, pfn), word(COUNTS, pfn));
    }

    private Fact<List<String>> zones(Pfn pfn) {
        Observation<Zoneinfo> zoneinfo = host.text("proc/zoneinfo", ZoneinfoParser::parse);
        if (zoneinfo.intact().isEmpty()) {
            return Fact.unread(zoneinfo);
        }
        List<String> spanning = zoneinfo.intact().get().populated().stream()
                .filter(zone -> spans(zone, pfn.value()))
                .map(Zone::subject)
                .toList();
        return spanning.isEmpty()
                ? Fact.unknown("no zone spans it: device memory or a hole", "")
                : Fact.known(spanning, "proc/zoneinfo");
    }

    private static boolean spans(Zone zone, long pfn) {
        return zone.startPfn().isPresent()
                && zone.spanned().isPresent()
                && pfn >= zone.startPfn().getAsLong()
                && pfn < zone.startPfn().getAsLong() + zone.spanned().getAsLong();
    }

    private Fact<Long> word(String path, Pfn pfn) {
        Reading<byte[]> reading = host.files().readAt(path, pfn.value() * Long.BYTES, Long.BYTES);
        if (reading.content().isEmpty()) {
            return Fact.unread(
                    new Observation<>(path, reading.map(bytes -> new Parsed<>(bytes, List.of(), List.of()))));
        }
        byte[] word = reading.content().get();
        return word.length == Long.BYTES
                ? Fact.known(ByteBuffer.wrap(word).order(byteOrder()).getLong(), path)
                : Fact.unknown(path + " ends before this frame", "");
    }

    /** The kernel's own; x86, arm and riscv kernels are little-endian, and others say so in what they write. */
    private ByteOrder byteOrder() {
        return host.once("frame-words.byte-order", () -> KernelEvidence.kcore(host)
                .intact()
                .map(KcoreHeaders::byteOrder)
                .or(() -> host.files().readAt(FLAGS, 0, SAMPLE_BYTES).content().flatMap(KpageFlags::byteOrder))
                .orElse(ByteOrder.LITTLE_ENDIAN));
    }
}
