package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Allocations that glibc's malloc maps by themselves. Each begins with the head of its chunk: prev_size, which is zero unless the
 * chunk was moved to an alignment, and the size, a whole number of pages, with IS_MMAPPED as its only flag. glibc 2.43, by
 * what stands in its memory, leaves the head's own two words out of the size. The kernel joins
 * neighbours in one mapping, newer ones below older ones, so that each mapping is followed from chunk to chunk. All mappings are
 * followed at once: one call reads a head of each.
 *
 * <p>Source: {@code sysmalloc_mmap} and {@code _int_memalign}, malloc/malloc.c (glibc 2.10 to 2.41); a chunk aligned inside its
 * mapping leaves the first head, with the size of the whole, where it was.
 */
final class MappedChunks {

    private static final long IS_MMAPPED = 2;

    /** IS_MMAPPED and its neighbours PREV_INUSE and NON_MAIN_ARENA. */
    private static final long FLAGS = 7;

    /** Chunks of one mapping that are followed; what lies behind is not claimed. */
    private static final int MOST_CHUNKS = 1 << 14;

    /** Pages behind something else that are looked at for the next chunk: a library's memory may lie between. */
    private static final int MOST_SKIPPED = 16;

    /** Of all mappings together. */
    private static final int MOST_SKIPPED_IN_ALL = 20_000;

    /** DEFAULT_MMAP_THRESHOLD_MIN; what begins behind something else is believed from this size on. */
    private static final long THRESHOLD = 128 << 10;

    private final ProcessWords process;
    private final AnonymousAreas areas;
    private final List<Claim> claims = new ArrayList<>();
    private int skippedInAll;

    MappedChunks(ProcessWords process, AnonymousAreas areas) {
        this.process = process;
        this.areas = areas;
    }

    /** Where the next head of a mapping is expected. */
    private record Cursor(long at, long end, int skipped) {}

    /** One claim for each chunk. */
    List<Claim> claims() {
        List<Cursor> cursors = new ArrayList<>();
        for (Vma vma : areas.writable()) {
            cursors.add(
                    new Cursor(vma.range().start().value(), vma.range().end().value(), 0));
        }
        for (int round = 0; round < MOST_CHUNKS && !cursors.isEmpty(); round++) {
            cursors = follow(cursors);
        }
        return claims;
    }

    private List<Cursor> follow(List<Cursor> cursors) {
        int length = 2 * process.wordBytes();
        List<Optional<Words>> heads = process.readAll(
                cursors.stream().map(c -> new MemoryPiece(c.at(), length)).toList());
        List<Cursor> next = new ArrayList<>();
        for (int i = 0; i < cursors.size(); i++) {
            step(cursors.get(i), heads.get(i)).filter(c -> c.at() != c.end()).ifPresent(next::add);
        }
        return next;
    }

    private Optional<Cursor> step(Cursor cursor, Optional<Words> head) {
        long size =
                head.map(words -> chunkSize(words, cursor.end() - cursor.at())).orElse(0L);
        if (size >= THRESHOLD || (size > 0 && cursor.skipped() == 0)) {
            AddressRange range = AddressRange.of(cursor.at(), cursor.at() + size);
            claims.add(new Claim(range, Owner.MALLOC_MMAPPED, "", "mmapped chunk of glibc's malloc"));
            return Optional.of(new Cursor(cursor.at() + size, cursor.end(), cursor.skipped()));
        }
        if (cursor.skipped() == MOST_SKIPPED || skippedInAll == MOST_SKIPPED_IN_ALL) {
            return Optional.empty();
        }
        skippedInAll++;
        return Optional.of(new Cursor(cursor.at() + process.pageBytes(), cursor.end(), cursor.skipped() + 1));
    }

    /** The bytes mapped for the chunk whose head stands there; zero where none does. */
    private long chunkSize(Words head, long mostBytes) {
        long word = head.word(head.base() + process.wordBytes());
        long size = word & ~FLAGS;
        if (head.word(head.base()) != 0 || (word & FLAGS) != IS_MMAPPED) {
            return 0;
        }
        long mapped = isWhole(size) ? size : size + 2L * process.wordBytes();
        return isWhole(mapped) && Long.compareUnsigned(mapped, mostBytes) <= 0 ? mapped : 0;
    }

    private boolean isWhole(long bytes) {
        return (bytes & (process.pageBytes() - 1)) == 0;
    }
}
