package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.EntryForm;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Page tables of any format with every shape of entry in them: valid and reserved ones, flags at random, leaves of all
 * sizes, tables that are shared, that point to themselves, or that are not held. Few entries of the upper tables are set,
 * at places that are remembered, so that addresses can be made which lead far down.
 */
final class RandomTables {

    private static final int HOT = 5;

    private final PageTableFormat format;
    private final Random random;
    private final FrameMemory memory;
    private final PhysAddr root;
    private final List<int[]> hot = new ArrayList<>();
    private final List<List<PhysAddr>> tables = new ArrayList<>();

    /** The flags of the last entry: those that differ in their addresses alone are one class to the fast walker. */
    private long similar;

    /**
     * Fills a memory.
     *
     * @param first where the tables may begin; some 64 frames from there on are used
     */
    RandomTables(PageTableFormat format, FrameMemory memory, PhysAddr first, Random random) {
        this.format = format;
        this.memory = memory;
        this.random = random;
        long next = first.value();
        int levels = format.levels().size();
        for (int level = 0; level < levels; level++) {
            int count = level == levels - 1 ? 1 : 3;
            List<PhysAddr> here = new ArrayList<>();
            long size = Math.max(1L << memory.frameShift(), tableBytes(level));
            for (int i = 0; i < count; i++) {
                next = (next + size - 1) & -size;
                here.add(new PhysAddr(next));
                next += size;
            }
            tables.add(here);
            hot.add(random.ints(HOT, 0, 1 << format.levels().get(level).indexBits())
                    .toArray());
        }
        this.root = tables.get(levels - 1).get(0);
        for (int level = 0; level < levels; level++) {
            for (PhysAddr table : tables.get(level)) {
                fill(level, table);
            }
        }
    }

    private long tableBytes(int level) {
        TableLevel at = format.levels().get(level);
        return (long) at.entryBytes() << at.indexBits();
    }

    /** Where the root table begins. */
    PhysAddr root() {
        return root;
    }

    /** An address whose indices mostly are those that were set; its upper bits are zero. */
    long address() {
        long address = random.nextLong() & ((1L << format.pageShift()) - 1);
        for (int level = 0; level < format.levels().size(); level++) {
            TableLevel at = format.levels().get(level);
            long index =
                    random.nextInt(8) == 0 ? random.nextInt(1 << at.indexBits()) : hot.get(level)[random.nextInt(HOT)];
            address |= index << at.shift();
        }
        return address;
    }

    private void fill(int level, PhysAddr table) {
        TableLevel at = format.levels().get(level);
        int entries = 1 << at.indexBits();
        for (long frame = table.value();
                frame < table.value() + tableBytes(level);
                frame += 1L << memory.frameShift()) {
            memory.store(new PhysAddr(frame), at.entryBytes(), 0);
        }
        for (int index : hot.get(level)) {
            long raw = entry(level, at);
            int repeats = level == 0 && random.nextBoolean() ? 16 : 1;
            for (int i = index & -repeats; i < (index & -repeats) + repeats; i++) {
                store(table, i % entries, at, raw);
            }
        }
        for (int i = 0; level == 0 && i < entries / 4; i++) {
            store(table, random.nextInt(entries), at, entry(level, at));
        }
    }

    private void store(PhysAddr table, int index, TableLevel at, long raw) {
        memory.store(new PhysAddr(table.value() + (long) index * at.entryBytes()), at.entryBytes(), raw);
    }

    private long entry(int level, TableLevel at) {
        if (random.nextInt(12) == 0) {
            return random.nextLong();
        }
        boolean leaf = level == 0 || random.nextInt(4) == 0;
        List<EntryForm> forms = at.forms().stream()
                .filter(f -> f.kind() == (leaf ? EntryForm.Kind.LEAF : EntryForm.Kind.TABLE))
                .toList();
        if (forms.isEmpty()) {
            return 0;
        }
        EntryForm form = forms.get(random.nextInt(forms.size()));
        long anywhere = random.nextInt(4) == 0 ? random.nextLong() & form.addressMask() : 0;
        long raw = form.encode(leaf ? frame(form) : below(level)) ^ anywhere;
        similar = random.nextInt(3) == 0 ? random.nextLong() : similar;
        long flags = similar & ~(form.mask() | form.addressMask());
        return raw | (flags & ~(random.nextInt(10) == 0 ? 0 : form.mustBeZero() | veryHigh()));
    }

    /** Most entries leave alone the bits that are reserved or change the address size in some regimes. */
    private long veryHigh() {
        return random.nextBoolean() ? 0x7ff0L << 48 : 0;
    }

    private PhysAddr frame(EntryForm form) {
        return new PhysAddr(random.nextLong() & 0xffff_ffffL & -(1L << form.sizeShift()));
    }

    /** A table of the level below; now and then one of any level, or a frame that is not held. */
    private PhysAddr below(int level) {
        int choice = random.nextInt(20);
        List<PhysAddr> from =
                tables.get(choice == 0 ? random.nextInt(format.levels().size()) : level - 1);
        return choice == 1 ? new PhysAddr(root.value() + (1L << 28)) : from.get(random.nextInt(from.size()));
    }
}
