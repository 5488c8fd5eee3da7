package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.reference.mmu.TableCensus;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page tables that a process's pages need, and what could be behind a difference.
 *
 * <p>Anonymous huge pages and the huge zero page stand in the PMD table with a PTE table deposited for their later split
 * ({@code pgtable_trans_huge_deposit}, mm/huge_memory.c), so a span that holds one counts like any other. Huge pages of
 * files and of shared memory have no deposit on the architectures with a reference ({@code arch_needs_pgtable_deposit}):
 * each takes one PTE table away.
 *
 * @param process whose
 * @param memory its digest
 * @param census the tables that its pages need
 * @param fileHugePages huge pages of files and of shared memory
 */
record TablePrediction(ProcessView process, ProcessMemory memory, TableCensus census, long fileHugePages) {

    private static final int SHOWN_RANGES = 256;

    static TablePrediction of(ProcessView process, ProcessMemory memory, TableCensus census) {
        long spanKib = 1L << (census.lowest().spanShift() - 10);
        long kib = memory.mappings().stream()
                .mapToLong(m -> m.sizeKib("FilePmdMapped").orElse(0)
                        + m.sizeKib("ShmemPmdMapped").orElse(0))
                .sum();
        return new TablePrediction(process, memory, census, kib / spanKib);
    }

    /** What VmPTE must be. */
    long expectedKib() {
        return toKib(census.bytes() - fileHugePages * tableBytes());
    }

    /** What one PTE table adds. */
    int tableBytes() {
        return census.lowest().bytesPerTable();
    }

    /** The sum in words: {@code 18 PTE + 8 PMD + 3 PUD tables}. */
    String sum() {
        String sum = census.levels().stream()
                .map(l -> l.tables() + " " + l.role())
                .collect(Collectors.joining(" + ", "", " tables"));
        return fileHugePages == 0 ? sum : sum + ", less " + fileHugePages + " PTE tables under huge pages of files";
    }

    /** Fewer tables than the pages need: the kernel cannot do that, unless huge pages are not shown as such. */
    Verdict judgeShortfall(long observedKib) {
        long missingKib = expectedKib() - observedKib;
        long device = memory.frames().map(this::deviceHugePages).orElse(0L);
        long deviceKib = toKib(device * tableBytes());
        if (device > 0 && missingKib == deviceKib) {
            return new Verdict.Explained(
                    observedKib,
                    expectedKib(),
                    "KiB",
                    List.of(new Verdict.Term(
                            -deviceKib,
                            Evidence.in(
                                    process.path("pagemap"),
                                    device + " whole spans of device memory: mapped as huge pages, "
                                            + "which deposit no table"))),
                    "DAX maps huge pages that smaps does not count");
        }
        if (device > 0 && missingKib < deviceKib) {
            return new Verdict.NotObservable(
                    "VmPTE %d KiB lies between %d and %d KiB: device memory in huge or in small pages, smaps does not say"
                            .formatted(observedKib, expectedKib() - deviceKib, expectedKib()),
                    "");
        }
        return new Verdict.Violated(
                PageTableBytes.kib(observedKib),
                PageTableBytes.kib(expectedKib()),
                "its pages need %s, %d KiB more".formatted(sum(), missingKib));
    }

    /** Spans of files' mappings that device memory could fill as huge pages. */
    private long deviceHugePages(FrameTally frames) {
        long pagesPerSpan = 1L
                << (census.lowest().spanShift()
                        - HostMemory.of(process.host()).pageShift().orElseThrow());
        return frames.outside().stream()
                .filter(o -> o.device().isPresent() && o.vma().vma().fileBacked())
                .mapToLong(o -> o.frames() / pagesPerSpan)
                .sum();
    }

    /** Mappings whose entries pagemap does not show ({@code walk_page_test}, mm/pagewalk.c): VM_PFNMAP. */
    List<SmapsVma> unshown() {
        return memory.mappings().stream().filter(m -> m.hasFlag("pf")).toList();
    }

    /** Where tables can be of which pagemap says nothing: the parts that were not read, and the mappings it does not show. */
    List<AddressRange> untold() {
        return Stream.concat(memory.notRead().stream(), ranges(unshown()).stream())
                .sorted(Comparator.comparing(AddressRange::start))
                .toList();
    }

    /** The ranges of the mappings. */
    static List<AddressRange> ranges(List<SmapsVma> mappings) {
        return mappings.stream().map(m -> m.vma().range()).toList();
    }

    /** What the tables would add that the ranges could have beyond those that are needed. */
    long possibleKib(List<AddressRange> ranges) {
        return toKib(census.missingBytes(ranges));
    }

    /** The spans of the tables, level by level, neighbours joined. */
    List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        process.status()
                .intact()
                .flatMap(s -> s.lineOf("VmPTE").stream().boxed().findFirst())
                .ifPresent(line -> evidence.add(Evidence.at(
                        process.path("status"),
                        line,
                        "VmPTE: "
                                + process.status()
                                        .intact()
                                        .orElseThrow()
                                        .fields()
                                        .get("VmPTE"))));
        for (TableCensus.Level level : census.levels()) {
            String spans = level.preallocated() > 0 ? "made with the root" : joined(level);
            evidence.add(Evidence.in(
                    process.path("pagemap"),
                    "%d %s tables of %d bytes: %s"
                            .formatted(level.tables(), level.role(), level.bytesPerTable(), spans)));
        }
        memory.notRead().stream()
                .limit(SHOWN_RANGES)
                .map(range -> Evidence.in(process.path("pagemap"), range + " was not read"))
                .forEach(evidence::add);
        return evidence;
    }

    private static String joined(TableCensus.Level level) {
        long span = 1L << level.spanShift();
        long[] starts = level.spans().starts();
        List<String> ranges = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= starts.length; i++) {
            if (i == starts.length || starts[i] != starts[i - 1] + span) {
                if (ranges.size() == SHOWN_RANGES) {
                    return String.join(" ", ranges)
                            + " and further ones up to %x".formatted(starts[starts.length - 1] + span);
                }
                ranges.add("%x-%x".formatted(starts[from], starts[i - 1] + span));
                from = i;
            }
        }
        return String.join(" ", ranges);
    }

    private static long toKib(long bytes) {
        return bytes >> 10;
    }
}
