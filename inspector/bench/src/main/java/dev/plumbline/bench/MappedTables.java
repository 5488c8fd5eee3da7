package dev.plumbline.bench;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.EntryForm;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.Random;

/**
 * Page tables of a process that has mapped a range from {@link #START} on with base pages, each at a frame of its own,
 * without order. The tables' frames are without order too.
 */
final class MappedTables {

    static final long START = 1L << 36;

    private static final long FIRST_FRAME = 1L << 32;
    private static final int TABLE_FRAMES = 1 << 15;

    private final PageTableFormat format;
    private final UserFlags flags;
    private final FrameMemory memory;
    private final Random random = new Random(4711);
    private final long[] open;
    private final int[] frames =
            new Random(1).ints(0, TABLE_FRAMES).distinct().limit(TABLE_FRAMES).toArray();
    private int used;
    private final PhysAddr root;

    MappedTables(Architecture architecture, long sizeBytes) {
        format = architecture.format();
        flags = UserFlags.of(architecture);
        memory = new FrameMemory(12);
        open = new long[format.levels().size()];
        open[open.length - 1] = newTable();
        root = new PhysAddr(open[open.length - 1]);
        long pages = sizeBytes >>> format.pageShift();
        for (long page = 0; page < pages; page++) {
            map(START + (page << format.pageShift()));
        }
    }

    FrameMemory memory() {
        return memory;
    }

    PhysAddr root() {
        return root;
    }

    private void map(long address) {
        for (int level = format.levels().size() - 1; level > 0; level--) {
            if (open[level - 1] == 0
                    || (address & ((1L << format.levels().get(level).shift()) - 1)) == 0) {
                open[level - 1] = newTable();
                store(level, address, encode(level, EntryForm.Kind.TABLE, open[level - 1]) | flags.table());
            }
        }
        long frame = FIRST_FRAME + ((long) random.nextInt(1 << 24) << format.pageShift());
        store(0, address, encode(0, EntryForm.Kind.LEAF, frame) | flags.leaf());
    }

    private long newTable() {
        return (frames[used++] + 16L) << 12;
    }

    private void store(int level, long address, long raw) {
        TableLevel at = format.levels().get(level);
        memory.store(new PhysAddr(open[level] + (long) at.index(address) * at.entryBytes()), at.entryBytes(), raw);
    }

    private long encode(int level, EntryForm.Kind kind, long to) {
        TableLevel at = format.levels().get(level);
        return at.forms().stream()
                .filter(form -> form.kind() == kind && (kind == EntryForm.Kind.TABLE || form.sizeShift() == at.shift()))
                .findFirst()
                .orElseThrow()
                .encode(new PhysAddr(to));
    }
}
