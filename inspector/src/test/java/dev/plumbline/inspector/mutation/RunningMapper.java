package dev.plumbline.inspector.mutation;

import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.CaptureImage;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.RegisterRegimes;
import dev.plumbline.inspector.check.RunningRegime;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuRegistersParser;
import dev.plumbline.inspector.observed.FrameIndex;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Translations;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that a machine of the captures was stopped in, and where its page tables stand in the image.
 *
 * @param validBit the bit without which a last-level entry maps no such page: bit 0, which Arm's short descriptors use as XN
 * @param own the pages that it alone has mapped
 */
record RunningMapper(
        int pid,
        int validBit,
        int pageShift,
        List<Long> own,
        AddressRange kernel,
        Walker walker,
        Translations translations,
        FrameIndex index,
        int frameBytes) {

    private static final String FRAMES = "mmu/physmem.bin";

    static RunningMapper of(Capture files) {
        HostView host = new HostView(files);
        Architecture architecture = Machine.of(host).architecture().orElseThrow();
        int pid = files.list("proc").content().orElseThrow().stream()
                .filter(name -> name.matches("\\d+"))
                .map(Integer::parseInt)
                .filter(p -> text(files, "proc/" + p + "/stat").contains("(mapper)"))
                .findFirst()
                .orElseThrow();
        int pageBytes = architecture.format().pageSizeBytes();
        var told = (RunningRegime.Told) RegisterRegimes.of(
                host.text("mmu/registers.txt", CpuRegistersParser::parse)
                        .intact()
                        .orElseThrow()
                        .cpu(0)
                        .orElseThrow(),
                architecture,
                host.text("proc/cpuinfo", CpuInfo::parse).intact());
        CaptureImage image = CaptureImage.of(host).content().orElseThrow();
        FrameIndex index =
                host.text("mmu/physmem.idx", FrameIndex::parse).intact().orElseThrow();
        return new RunningMapper(
                pid,
                architecture.format().root().entryBytes() == 4
                                && architecture.machine().equals("arm")
                        ? 1
                        : 0,
                architecture.format().pageShift(),
                ownPages(files, host, pid, pageBytes),
                architecture.addressSpace().kernel(),
                new Walker(told.kernel(), image.memory()),
                new Translations(told.kernel(), image.memory()),
                index,
                image.frameSizeBytes());
    }

    /** Addresses of pages that it alone has mapped and that its tables map, spread over the address space. */
    List<Long> ownPages(int count) {
        List<Long> mapped = own.stream()
                .filter(a -> walker.translate(new VirtAddr(a)) instanceof Walk.Translated found && found.level() == 0)
                .toList();
        List<Long> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(mapped.get(i * (mapped.size() - 1) / (count - 1)));
        }
        return chosen;
    }

    /** A page of the kernel that is mapped by a last-level entry, writable and not executable. */
    long kernelPage() {
        List<Long> pages = new ArrayList<>();
        translations.visit(kernel, m -> {
            if (pages.isEmpty() && m.level() == 0 && m.rights().kernel().equals("rw-")) {
                pages.add(m.start().value());
            }
        });
        return pages.get(0);
    }

    /** The frame of the table that holds a page's entry. */
    long lastTable(long address) {
        List<Trace.Step> steps = walker.trace(new VirtAddr(address)).steps();
        return steps.get(steps.size() - 1).at().value() >>> pageShift;
    }

    /** A bit of the entry that maps a page, the other way round in the image. */
    Edit flip(long address, int bit) {
        List<Trace.Step> steps = walker.trace(new VirtAddr(address)).steps();
        long entry = steps.get(steps.size() - 1).at().value();
        FrameIndex.Row row = index.rows().stream()
                .filter(r -> entry >= r.address().value() && entry < r.address().value() + frameBytes)
                .findFirst()
                .orElseThrow();
        int at = (int) (row.offset() + entry - row.address().value()) + bit / 8;
        return new Edit.Content(FRAMES, Edit.Reading.BOTH, bytes -> {
            bytes[at] ^= (byte) (1 << bit % 8);
            return bytes;
        });
    }

    private static List<Long> ownPages(Capture files, HostView host, int pid, int pageBytes) {
        List<Span> spans = host.text("proc/" + pid + "/maps", MapsParser::parse).intact().orElseThrow().stream()
                .filter(v -> !v.path().startsWith("[v"))
                .map(v -> new Span(v.range().start().value(), v.range().end().value()))
                .toList();
        List<Long> own = new ArrayList<>();
        files.pagemap(pid, pageBytes, spans, Long.MAX_VALUE, (addresses, entries, count) -> {
            for (int i = 0; i < count; i++) {
                if (PagemapEntry.present(entries[i]) && PagemapEntry.exclusive(entries[i])) {
                    own.add(addresses[i]);
                }
            }
        });
        return own;
    }

    private static String text(Capture files, String path) {
        return files.read(path)
                .content()
                .map(b -> new String(b, StandardCharsets.ISO_8859_1))
                .orElse("");
    }
}
