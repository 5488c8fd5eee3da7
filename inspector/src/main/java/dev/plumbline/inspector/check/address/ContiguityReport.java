package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.PagemapPlan;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.address.Contiguity.Extents;
import dev.plumbline.inspector.check.address.Contiguity.LongestRun;
import dev.plumbline.inspector.check.address.Contiguity.Part;
import dev.plumbline.inspector.check.address.ContiguityScan.Piece;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The contiguity of a process's memory, or why it cannot be told.
 *
 * @param origin where it was read
 * @param pid the process
 * @param comm its name
 * @param machine its architecture, for people
 * @param range what was asked for, for people
 * @param contiguity the answer
 */
public record ContiguityReport(
        Origin origin, int pid, String comm, String machine, String range, Fact<Contiguity> contiguity) {

    /** The most pagemap entries that are read: 512 MiB of pagemap, 256 GiB of 4 KiB pages; a few seconds. */
    private static final long MAX_ENTRIES = 1L << 26;

    /** Reads the contiguity of a part of a process. */
    public static ContiguityReport of(ProcessView process, PageRange asked) {
        Optional<Architecture> architecture = Machine.of(process.host()).architecture();
        PageRange range =
                asked.inWholePages(Translator.pageShift(process, architecture).orElse(0));
        return new ContiguityReport(
                process.host().files().origin(),
                process.pid(),
                process.comm(),
                architecture.map(a -> a.machine() + ", " + a.variant()).orElse("an architecture without a reference"),
                words(range),
                read(process, architecture, range));
    }

    private static String words(PageRange range) {
        if (range instanceof PageRange.Addresses addresses) {
            return addresses.range().toString();
        }
        return range instanceof PageRange.Named named ? named.name() : "the whole process";
    }

    private static Fact<Contiguity> read(ProcessView process, Optional<Architecture> architecture, PageRange range) {
        OptionalInt pageShift = Translator.pageShift(process, architecture);
        if (pageShift.isEmpty()) {
            return Fact.unknown("the page size is not known", "the process's auxv");
        }
        if (process.maps().intact().isEmpty()) {
            return Fact.unread(process.maps());
        }
        int shift = pageShift.getAsInt();
        List<Piece> pieces = pieces(process, architecture, range);
        if (pieces.isEmpty()) {
            return Fact.unknown(
                    process.stat().withoutUserMemory()
                            ? "a kernel thread or an ended process has no user memory"
                            : "the process maps nothing there: " + words(range),
                    "");
        }
        return scan(
                process, pieces, shift, HugePageShift.of(process.host(), architecture, shift), buffer(range, pieces));
    }

    /** Where a range or a name is asked for, it may be one buffer, holes and all. */
    private static Optional<AddressRange> buffer(PageRange range, List<Piece> pieces) {
        if (range instanceof PageRange.Addresses addresses) {
            return Optional.of(addresses.range());
        }
        return range instanceof PageRange.Named
                ? Optional.of(new AddressRange(
                        pieces.get(0).range().start(),
                        pieces.get(pieces.size() - 1).range().end()))
                : Optional.empty();
    }

    /** Gates such as vsyscall lie outside of what pagemap shows. */
    private static List<Piece> pieces(ProcessView process, Optional<Architecture> architecture, PageRange range) {
        Map<AddressRange, SmapsVma> smaps = new HashMap<>();
        process.smaps()
                .intact()
                .orElse(List.of())
                .forEach(s -> smaps.put(s.vma().range(), s));
        List<Piece> pieces = new ArrayList<>();
        for (Vma vma : process.maps().intact().orElseThrow()) {
            boolean user = architecture
                    .map(a -> a.addressSpace().user().contains(vma.range()))
                    .orElse(true);
            SmapsVma mapping = smaps.getOrDefault(vma.range(), new SmapsVma(vma, Map.of(), Map.of(), List.of()));
            if (user) {
                cut(vma, range).ifPresent(part -> pieces.add(new Piece(mapping, part)));
            }
        }
        return pieces;
    }

    private static Optional<AddressRange> cut(Vma vma, PageRange range) {
        if (range instanceof PageRange.Named named) {
            return named.matches(vma) ? Optional.of(vma.range()) : Optional.empty();
        }
        if (range instanceof PageRange.Addresses asked) {
            VirtAddr start = max(vma.range().start(), asked.range().start());
            VirtAddr end = min(vma.range().end(), asked.range().end());
            return start.compareTo(end) < 0 ? Optional.of(new AddressRange(start, end)) : Optional.empty();
        }
        return Optional.of(vma.range());
    }

    private static VirtAddr max(VirtAddr a, VirtAddr b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    private static VirtAddr min(VirtAddr a, VirtAddr b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Fact<Contiguity> scan(
            ProcessView process, List<Piece> pieces, int pageShift, int blockShift, Optional<AddressRange> buffer) {
        ContiguityScan scan = new ContiguityScan(pieces, pageShift, blockShift, buffer);
        PagemapPlan plan = PagemapPlan.of(
                pieces.stream().map(ContiguityReport::asMapping).toList(),
                process.host().files().readsPagemapSparsely());
        List<Span> spans = Stream.concat(plan.shown().stream(), plan.bare().stream())
                .sorted((a, b) -> Long.compareUnsigned(a.start(), b.start()))
                .toList();
        Reading<PagemapCoverage> read =
                process.host().files().pagemap(process.pid(), 1 << pageShift, spans, MAX_ENTRIES, scan);
        if (read.content().isEmpty()) {
            return Fact.unread(
                    new Observation<>(process.path("pagemap"), read.map(c -> new Parsed<>(c, List.of(), List.of()))));
        }
        List<Part> parts = scan.parts();
        List<AddressRange> notRead = Stream.concat(read.content().get().notRead().stream(), plan.leftOut().stream())
                .map(s -> AddressRange.of(s.start(), s.end()))
                .toList();
        return Fact.known(
                new Contiguity(
                        1L << pageShift,
                        1L << blockShift,
                        total(parts, pieces),
                        parts,
                        scan.buffer(),
                        scan.framesHidden(),
                        notRead,
                        read.content().get().method()),
                "pagemap");
    }

    /** The piece as if it were a mapping: what smaps says of the whole decides whether it is worth reading. */
    private static SmapsVma asMapping(Piece piece) {
        Vma vma = piece.mapping().vma();
        Vma cut = new Vma(
                piece.range(),
                vma.permissions(),
                vma.offsetBytes(),
                vma.deviceMajor(),
                vma.deviceMinor(),
                vma.inode(),
                vma.path(),
                vma.line());
        return new SmapsVma(
                cut,
                piece.mapping().sizesKib(),
                piece.mapping().numbers(),
                piece.mapping().vmFlags());
    }

    private static Part total(List<Part> parts, List<Piece> pieces) {
        OrderHistogram runs = new OrderHistogram();
        OrderHistogram blocks = new OrderHistogram();
        parts.forEach(p -> runs.add(p.runs()));
        parts.forEach(p -> blocks.add(p.blocks()));
        Optional<LongestRun> longest =
                parts.stream().flatMap(p -> p.longest().stream()).max(Comparator.comparingLong(LongestRun::pages));
        boolean hugeKnown =
                parts.stream().allMatch(p -> p.extents().mappedHuge().value().isPresent());
        long huge = parts.stream()
                .mapToLong(p -> p.extents().mappedHuge().value().orElse(0L))
                .sum();
        return new Part(
                new AddressRange(
                        pieces.get(0).range().start(),
                        pieces.get(pieces.size() - 1).range().end()),
                "",
                parts.stream().mapToLong(Part::pages).sum(),
                parts.stream().mapToLong(Part::present).sum(),
                parts.stream().mapToLong(Part::swapped).sum(),
                runs,
                blocks,
                longest,
                new Extents(
                        parts.stream().mapToLong(p -> p.extents().possible()).sum(),
                        parts.stream().mapToLong(p -> p.extents().resident()).sum(),
                        parts.stream().mapToLong(p -> p.extents().contiguous()).sum(),
                        hugeKnown
                                ? Fact.known(huge, "smaps")
                                : Fact.unknown("smaps does not tell it for a part of what was asked for", "")));
    }

    /** One line that says of what this is. */
    public String header() {
        return "pid %d %s · %s %s · %s"
                .formatted(pid, comm, origin instanceof Origin.Live ? "host" : "capture", origin.name(), machine);
    }
}
