package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.Iterator;
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

    /** Pages behind something else that are looked at for the next chunk: another mapping may lie below, joined to it. */
    private static final int MOST_SKIPPED_IN_ALL = 1 << 16;

    private static final int LOOKED_AT_AT_ONCE = 128;

    /** DEFAULT_MMAP_THRESHOLD_MIN; what begins behind something else is believed from this size on. */
    private static final long THRESHOLD = 128 << 10;

    private final ProcessWords process;
    private final List<AddressRange> areas;
    private final List<Claim> claims = new ArrayList<>();
    private int skippedInAll;

    /**
     * A process's chunks.
     *
     * @param areas where they may be: private anonymous memory that can be written and belongs to nobody else
     */
    MappedChunks(ProcessWords process, List<AddressRange> areas) {
        this.process = process;
        this.areas = areas;
    }

    /**
     * Where the next head of an area is expected.
     *
     * @param lost whether none stood there, so that each page is looked at
     */
    private record Cursor(long at, long end, boolean lost) {}

    /** One claim for each chunk. */
    List<Claim> claims() {
        List<Cursor> cursors = new ArrayList<>();
        for (AddressRange area : areas) {
            cursors.add(new Cursor(area.start().value(), area.end().value(), false));
        }
        for (int round = 0; round < MOST_CHUNKS && !cursors.isEmpty(); round++) {
            cursors = follow(cursors);
        }
        return claims;
    }

    private List<Cursor> follow(List<Cursor> cursors) {
        List<MemoryPiece> pieces = new ArrayList<>();
        for (Cursor cursor : cursors) {
            for (int i = 0; i < pages(cursor); i++) {
                pieces.add(new MemoryPiece(cursor.at() + (long) i * process.pageBytes(), 2 * process.wordBytes()));
            }
        }
        Iterator<Optional<Words>> heads = process.readAll(pieces).iterator();
        List<Cursor> next = new ArrayList<>();
        for (Cursor cursor : cursors) {
            List<Optional<Words>> of = new ArrayList<>();
            for (int i = 0; i < pages(cursor); i++) {
                of.add(heads.next());
            }
            Cursor moved = step(cursor, of);
            if (moved.at() != moved.end() && (!moved.lost() || skippedInAll < MOST_SKIPPED_IN_ALL)) {
                next.add(moved);
            }
        }
        return next;
    }

    private long pages(Cursor cursor) {
        long left = Long.divideUnsigned(cursor.end() - cursor.at(), process.pageBytes());
        return cursor.lost() ? Math.min(left, LOOKED_AT_AT_ONCE) : 1;
    }

    private Cursor step(Cursor cursor, List<Optional<Words>> heads) {
        for (int i = 0; i < heads.size(); i++) {
            long at = cursor.at() + (long) i * process.pageBytes();
            long size = heads.get(i)
                    .map(words -> chunkSize(words, cursor.end() - at))
                    .orElse(0L);
            if (size >= THRESHOLD || (size > 0 && !cursor.lost())) {
                AddressRange range = AddressRange.of(at, at + size);
                claims.add(new Claim(range, Owner.MALLOC_MMAPPED, "", "mmapped chunk of glibc's malloc"));
                return new Cursor(at + size, cursor.end(), false);
            }
        }
        skippedInAll += heads.size();
        long behind = cursor.at() + (long) heads.size() * process.pageBytes();
        return new Cursor(process.nextPresent(behind, cursor.end()), cursor.end(), true);
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
