package dev.plumbline.inspector.check;

import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** Every entry of a process's pagemap that says anything, ascending by address. */
final class ProcessPages {

    /** 64 MiB of entries: 16 GiB of present pages of 4 KiB. */
    private static final long MOST_ENTRIES = 1L << 22;

    private final ProcessView process;
    private final List<Vma> mappings;
    private final int pageShift;
    private long[] addresses = new long[1024];
    private long[] entries = new long[1024];
    private int size;

    private ProcessPages(ProcessView process, List<Vma> mappings, int pageShift) {
        this.process = process;
        this.mappings = mappings;
        this.pageShift = pageShift;
    }

    /** A process's pages, or why they are not known. */
    sealed interface Outcome {}

    /** They are known. */
    record Read(ProcessPages pages) implements Outcome {}

    /** They are not. */
    record Unread(Verdict.NotObservable why) implements Outcome {}

    /**
     * Reads the pagemap.
     *
     * @param host for the page size, which must be known, and what of a process's maps is its own
     */
    static Outcome of(ProcessView process, HostMemory host) {
        int pageShift = host.pageShift().orElseThrow();
        if (process.maps().intact().isEmpty()) {
            return new Unread(process.maps().whyNot());
        }
        List<Vma> mappings = process.maps().intact().get().stream()
                .filter(v -> host.isUser(v.range()))
                .toList();
        List<Span> spans = mappings.stream()
                .map(v -> new Span(v.range().start().value(), v.range().end().value()))
                .toList();
        ProcessPages pages = new ProcessPages(process, mappings, pageShift);
        Reading<PagemapCoverage> read =
                process.host().files().pagemap(process.pid(), 1 << pageShift, spans, MOST_ENTRIES, pages::take);
        if (read.content().isEmpty()) {
            return new Unread(
                    new Observation<>(process.path("pagemap"), read.<Parsed<ProcessPages>>withoutContent()).whyNot());
        }
        if (!read.content().get().notRead().isEmpty()) {
            Span first = read.content().get().notRead().get(0);
            return new Unread(new Verdict.NotObservable(
                    "%s does not cover %x-%x".formatted(process.path("pagemap"), first.start(), first.end()), ""));
        }
        return new Read(pages);
    }

    private void take(long[] from, long[] words, int count) {
        if (size + count > addresses.length) {
            int room = Math.max(size + count, 2 * addresses.length);
            addresses = Arrays.copyOf(addresses, room);
            entries = Arrays.copyOf(entries, room);
        }
        System.arraycopy(from, 0, addresses, size, count);
        System.arraycopy(words, 0, entries, size, count);
        size += count;
    }

    int pageShift() {
        return pageShift;
    }

    ProcessView process() {
        return process;
    }

    int size() {
        return size;
    }

    long address(int index) {
        return addresses[index];
    }

    long entry(int index) {
        return entries[index];
    }

    /** What pagemap shows of an address; zero for nothing. */
    long entryAt(long address) {
        int at = Arrays.binarySearch(addresses, 0, size, address);
        return at < 0 ? 0 : entries[at];
    }

    /** How many pages are present. */
    long present() {
        long count = 0;
        for (int i = 0; i < size; i++) {
            count += PagemapEntry.present(entries[i]) ? 1 : 0;
        }
        return count;
    }

    /** Hands out the frame of every present page. */
    void forEachFrame(LongConsumer frames) {
        for (int i = 0; i < size; i++) {
            PagemapEntry.pfn(entries[i]).ifPresent(frames);
        }
    }

    /** How many present pages of a range have a frame of the given kind. */
    long presentIn(AddressRange range, LongPredicate frame) {
        long count = 0;
        for (int i = 0; i < size; i++) {
            boolean inside = PagemapEntry.present(entries[i]) && range.contains(new VirtAddr(addresses[i]));
            count += inside && frame.test(PagemapEntry.pfnField(entries[i])) ? 1 : 0;
        }
        return count;
    }

    /** Whether the kernel showed frame numbers at all; it blanks them for a reader without CAP_SYS_ADMIN. */
    boolean showsFrames() {
        for (int i = 0; i < size; i++) {
            if (PagemapEntry.pfn(entries[i]).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The mapping that an address lies in. */
    Optional<Vma> mappingOf(long address) {
        VirtAddr wanted = new VirtAddr(address);
        return mappings.stream().filter(v -> v.range().contains(wanted)).findFirst();
    }

    /** Whether the process's tables must have reached into a span when the pagemap was read: a page in it was populated. */
    boolean populates(long start, long endInclusive) {
        int at = Arrays.binarySearch(addresses, 0, size, start);
        int index = at < 0 ? -at - 1 : at;
        return index < size && Long.compareUnsigned(addresses[index], endInclusive) <= 0;
    }
}
