package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Where a round's tables stand: a few at each level, of whose entries a few are in use. */
final class TableRoom {

    static final int TABLES = 2;
    static final long START = Engine.RAM + (1 << 16);

    /** So much of a page's end is left out: an access that crosses pages is two, and what follows a fetch is fetched too. */
    private static final int LONGEST_ACCESS = 32;

    private static final int INDICES = 3;
    private static final int TABLE_BYTES = 1 << 16;

    private final ByteBuffer ram;
    private final PageTableFormat format;
    private final int[][] indices;
    private final int kept;
    private final int keptBehind;

    /**
     * Room for tables of a format.
     *
     * @param kept first of the root's entries that are never in use
     * @param keptBehind the entry behind the last of them
     */
    TableRoom(ByteBuffer ram, PageTableFormat format, int kept, int keptBehind) {
        this.keptBehind = keptBehind;
        this.kept = kept;
        this.ram = ram;
        this.format = format;
        this.indices = new int[format.levels().size()][INDICES];
    }

    int levels() {
        return indices.length;
    }

    int[] indices(int level) {
        return indices[level];
    }

    /** Takes the last round's entries away and chooses which are in use in this one. */
    void clear(Random random) {
        for (int level = 0; level < levels(); level++) {
            for (int table = 0; table < TABLES; table++) {
                for (int index : indices[level]) {
                    put(level, table, index, 0);
                }
            }
            int of = level;
            Arrays.setAll(indices[level], i -> index(of, random));
        }
    }

    private TableLevel at(int level) {
        return format.levels().get(level);
    }

    private int index(int level, Random random) {
        boolean root = level == levels() - 1;
        int index = random.nextInt((1 << at(level).indexBits()) - (root ? keptBehind - kept : 0));
        return root && index >= kept ? index + keptBehind - kept : index;
    }

    static boolean isTable(long physical) {
        return Long.compareUnsigned(physical - START, DataFrames.FIRST_BYTE - (START - Engine.RAM)) < 0;
    }

    /** The level whose tables stand at a physical address; beyond the format's where none do. */
    static int level(long physical) {
        return (int) ((physical - START) / (TABLES * TABLE_BYTES));
    }

    /** Physical address of a table. */
    long table(int level, int table) {
        return START + (long) (level * TABLES + table) * TABLE_BYTES;
    }

    /** A table of the level below; once in a while any address. */
    long pointed(Random random, int level) {
        return random.nextInt(64) == 0
                ? random.nextLong() >>> 12 << 16 >>> 16
                : table(level - 1, random.nextInt(TABLES));
    }

    void put(int level, int table, int index, long entry) {
        int place = Engine.index(table(level, table)) + index * at(level).entryBytes();
        if (at(level).entryBytes() == Integer.BYTES) {
            ram.putInt(place, (int) entry);
        } else {
            ram.putLong(place, entry);
        }
    }

    /** An address below the format's bits that mostly meets entries in use. */
    long address(Random random) {
        long address = random.nextInt((1 << format.pageShift()) - LONGEST_ACCESS);
        for (int level = 0; level < levels(); level++) {
            long index = random.nextInt(24) == 0 ? index(level, random) : indices[level][random.nextInt(INDICES)];
            address |= index << at(level).shift();
        }
        return address;
    }

    /** Every entry that is not zero. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int level = 0; level < levels(); level++) {
            for (int table = 0; table < TABLES; table++) {
                for (int index : indices[level]) {
                    int bytes = at(level).entryBytes();
                    int place = Engine.index(table(level, table)) + index * bytes;
                    long entry = bytes == 4 ? Integer.toUnsignedLong(ram.getInt(place)) : ram.getLong(place);
                    text.append(
                            "\n  level %d table %#x index %d: %#x".formatted(level, table(level, table), index, entry));
                }
            }
        }
        return text.toString();
    }
}
