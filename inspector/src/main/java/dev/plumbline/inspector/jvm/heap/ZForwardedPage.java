package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the objects of a page that ZGC emptied went: a hash table of 8-byte entries, each with an object's index in the page in its
 * upper bits and its new offset in the lower ones; an index whose place is taken is in the next free one.
 *
 * <p>Source: gc/z/zForwarding.inline.hpp, zForwardingEntry.hpp, zHash.inline.hpp (jdk-17, jdk-25); zForwardingTable.inline.hpp,
 * zForwardingTableEntry.hpp, zPage.inline.hpp (jdk-11).
 */
final class ZForwardedPage {

    /** A small page of 2 MiB has at most 2^18 objects of 8 bytes, and the table twice as many entries. */
    private static final int MAX_ENTRIES = 1 << 19;

    /** The table is half empty, so that a free place comes soon. */
    private static final int MAX_STEPS = 1024;

    private static final long GRANULE_BYTES = 2 << 20;
    private static final int MIN_ALIGNMENT_SHIFT = 3;

    private final TargetMemory memory;
    private final Format format;
    private final long start;
    private final int alignmentShift;
    private final long table;
    private final long entries;

    /** How entries are laid out, and where they stand. */
    enum Format {
        /** jdk-11: a table that the page points to; an empty entry has all bits set. */
        IN_THE_PAGE(42, 0, 42),

        /** Since 14: right behind the ZForwarding; bit 0 says that the entry is not empty. */
        BEHIND_THE_FORWARDING(46, 1, 45);

        private final int indexShift;
        private final int offsetShift;
        private final int offsetBits;

        Format(int indexShift, int offsetShift, int offsetBits) {
            this.indexShift = indexShift;
            this.offsetShift = offsetShift;
            this.offsetBits = offsetBits;
        }

        private boolean isEmpty(long entry) {
            return this == IN_THE_PAGE ? entry == -1 : (entry & 1) == 0;
        }

        private long offset(long entry) {
            return (entry >>> offsetShift) & ((1L << offsetBits) - 1);
        }
    }

    private ZForwardedPage(
            TargetMemory memory, Format format, long start, int alignmentShift, long table, long entries) {
        this.memory = memory;
        this.format = format;
        this.start = start;
        this.alignmentShift = alignmentShift;
        this.table = table;
        this.entries = entries;
    }

    /** Reads one by the map's word that leads to it; empty where it holds no table. */
    static Optional<ZForwardedPage> read(VmStructs vm, String letter, Format format, long mapEntry) {
        return format == Format.IN_THE_PAGE ? ofPage(vm, mapEntry & ~1) : ofForwarding(vm, letter, mapEntry);
    }

    /** Where the object at an offset went; empty where the table does not say. */
    OptionalLong find(long offset) {
        if (offset < start) {
            return OptionalLong.empty();
        }
        long index = (offset - start) >>> alignmentShift;
        long at = hash((int) index);
        for (int step = 0; step < MAX_STEPS; step++, at++) {
            OptionalLong entry = memory.int64(table + (at & (entries - 1)) * Long.BYTES);
            if (entry.isEmpty() || format.isEmpty(entry.getAsLong())) {
                return OptionalLong.empty();
            }
            if (entry.getAsLong() >>> format.indexShift == index) {
                return OptionalLong.of(format.offset(entry.getAsLong()));
            }
        }
        return OptionalLong.empty();
    }

    /** {@code ZHash::uint32_to_uint32}. */
    static int hash(int index) {
        int mixed = (index << 15) - index - 1;
        mixed = 5 * (mixed ^ (mixed >>> 12));
        mixed = 2057 * (mixed ^ (mixed >>> 4));
        return mixed ^ (mixed >>> 16);
    }

    private static Optional<ZForwardedPage> ofForwarding(VmStructs vm, String letter, long address) {
        VmObject forwarding = vm.object(letter + "Forwarding", address);
        OptionalLong shift = forwarding.word("_object_alignment_shift");
        long length = forwarding
                .inside("_entries", letter + "AttachedArrayForForwarding")
                .map(array -> array.word("_length"))
                .orElseGet(OptionalLong::empty)
                .orElse(0);
        long behind = vm.type(letter + "Forwarding").map(VmType::sizeBytes).orElse(0L);
        return behind <= 0
                ? Optional.empty()
                : page(
                        vm.memory(),
                        Format.BEHIND_THE_FORWARDING,
                        start(forwarding, letter),
                        shift,
                        address + behind,
                        length);
    }

    private static Optional<ZForwardedPage> ofPage(VmStructs vm, long address) {
        VmObject page = vm.object("ZPage", address);
        Optional<VmObject> table = page.inside("_forwarding", "ZForwardingTable");
        long entries =
                table.map(t -> t.word("_table")).orElseGet(OptionalLong::empty).orElse(0);
        long length =
                table.map(t -> t.word("_size")).orElseGet(OptionalLong::empty).orElse(0);
        OptionalLong type = page.addressOf("_type");
        int kind = type.isPresent() ? vm.memory().int32(type.getAsLong()).orElse(-1) & 0xff : -1;
        OptionalLong shift =
                switch (kind) {
                    case 0 -> OptionalLong.of(new ZGlobals(vm, "Z").value("ObjectAlignmentSmallShift") & 0xffffffffL);
                    case 1 -> vm.constant("ZObjectAlignmentMediumShift");
                    default -> vm.constant("ZObjectAlignmentLargeShift");
                };
        return entries == 0
                ? Optional.empty()
                : page(vm.memory(), Format.IN_THE_PAGE, start(page, "Z"), shift, entries, length);
    }

    private static OptionalLong start(VmObject holder, String letter) {
        return holder.inside("_virtual", letter + "VirtualMemory")
                .map(virtual -> virtual.word("_start"))
                .orElseGet(OptionalLong::empty);
    }

    private static Optional<ZForwardedPage> page(
            TargetMemory memory, Format format, OptionalLong start, OptionalLong shift, long table, long entries) {
        boolean sane = start.isPresent()
                && start.getAsLong() % GRANULE_BYTES == 0
                && shift.isPresent()
                && shift.getAsLong() >= MIN_ALIGNMENT_SHIFT
                && shift.getAsLong() < Integer.SIZE
                && 1L << shift.getAsLong() <= GRANULE_BYTES
                && entries <= MAX_ENTRIES
                && Long.bitCount(entries) == 1;
        return sane
                ? Optional.of(
                        new ZForwardedPage(memory, format, start.getAsLong(), (int) shift.getAsLong(), table, entries))
                : Optional.empty();
    }
}
