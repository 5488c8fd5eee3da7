package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the objects of a page that ZGC emptied went: a hash table of 8-byte entries, each with an object's index in the page in its
 * upper bits and its new offset in the lower ones. All of it is read once and sorted.
 *
 * <p>Source: gc/z/zForwardingEntry.hpp (jdk-17, jdk-25), zForwardingTableEntry.hpp, zPage.inline.hpp (jdk-11).
 */
final class ZForwardedPage {

    /** A small page of 2 MiB has at most 2^18 objects of 8 bytes, and the table twice as many entries. */
    private static final int MAX_ENTRIES = 1 << 19;

    private static final long GRANULE_BYTES = 2 << 20;
    private static final int MIN_ALIGNMENT_SHIFT = 3;

    private final long start;
    private final int alignmentShift;
    private final Format format;
    private final long[] entries;

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

        private boolean isPopulated(long entry) {
            return this == IN_THE_PAGE ? entry != -1 : (entry & 1) != 0;
        }

        private long offset(long entry) {
            return entry >>> offsetShift & ((1L << offsetBits) - 1);
        }
    }

    private ZForwardedPage(long start, int alignmentShift, Format format, long[] entries) {
        this.start = start;
        this.alignmentShift = alignmentShift;
        this.format = format;
        this.entries = entries;
    }

    /** Reads one by the map's word that leads to it; empty where it holds no table. */
    static Optional<ZForwardedPage> read(VmStructs vm, String letter, Format format, long mapEntry) {
        return format == Format.IN_THE_PAGE ? ofPage(vm, mapEntry & ~1) : ofForwarding(vm, letter, mapEntry);
    }

    /** Where the object at an offset went; empty where the table does not say. */
    OptionalLong find(long offset) {
        long index = offset < start ? -1 : (offset - start) >>> alignmentShift;
        int low = 0;
        int high = entries.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long at = entries[middle] >>> format.indexShift;
            if (at == index) {
                return OptionalLong.of(format.offset(entries[middle]));
            }
            if (at < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalLong.empty();
    }

    private static Optional<ZForwardedPage> ofForwarding(VmStructs vm, String letter, long address) {
        VmObject forwarding = vm.object(letter + "Forwarding", address);
        OptionalLong start = start(forwarding, letter);
        OptionalLong shift = forwarding.word("_object_alignment_shift");
        long length = forwarding
                .inside("_entries", letter + "AttachedArrayForForwarding")
                .map(array -> array.word("_length"))
                .orElseGet(OptionalLong::empty)
                .orElse(0);
        long behind = vm.type(letter + "Forwarding").map(VmType::sizeBytes).orElse(0L);
        return behind <= 0
                ? Optional.empty()
                : table(vm, Format.BEHIND_THE_FORWARDING, start, shift, address + behind, length);
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
                : table(vm, Format.IN_THE_PAGE, start(page, "Z"), shift, entries, length);
    }

    private static OptionalLong start(VmObject holder, String letter) {
        return holder.inside("_virtual", letter + "VirtualMemory")
                .map(virtual -> virtual.word("_start"))
                .orElseGet(OptionalLong::empty);
    }

    private static Optional<ZForwardedPage> table(
            VmStructs vm, Format format, OptionalLong start, OptionalLong shift, long address, long length) {
        boolean sane = start.isPresent()
                && start.getAsLong() % GRANULE_BYTES == 0
                && shift.isPresent()
                && shift.getAsLong() >= MIN_ALIGNMENT_SHIFT
                && 1L << shift.getAsLong() <= GRANULE_BYTES
                && length <= MAX_ENTRIES
                && Long.bitCount(length) == 1;
        if (!sane) {
            return Optional.empty();
        }
        TargetMemory memory = vm.memory();
        Optional<ByteBuffer> bytes = memory.buffer(address, (int) length * Long.BYTES);
        return bytes.map(b -> new ZForwardedPage(
                start.getAsLong(), (int) shift.getAsLong(), format, sorted(b, (int) length, format)));
    }

    /** By index: the upper bits are the larger ones in unsigned order, which flipping the sign makes the signed one. */
    private static long[] sorted(ByteBuffer bytes, int length, Format format) {
        long[] populated = new long[length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            long entry = bytes.getLong(i * Long.BYTES);
            if (format.isPopulated(entry)) {
                populated[count++] = entry ^ Long.MIN_VALUE;
            }
        }
        long[] sorted = Arrays.copyOf(populated, count);
        Arrays.sort(sorted);
        for (int i = 0; i < count; i++) {
            sorted[i] ^= Long.MIN_VALUE;
        }
        return sorted;
    }
}
