package dev.plumbline.inspector.jvm.vmstructs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The dynamic section of a loaded image: where its symbols, their names and their hash table lie. */
final class DynamicSection {

    private static final long DT_NULL = 0;
    private static final long DT_HASH = 4;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_GNU_HASH = 0x6ffffef5L;
    private static final int MAX_ENTRIES = 512;
    private static final int MAX_CHAIN = 1 << 16;

    private final TargetMemory memory;
    private final Map<Long, Long> entries;

    private DynamicSection(TargetMemory memory, Map<Long, Long> entries) {
        this.memory = memory;
        this.entries = entries;
    }

    /**
     * Reads the section. glibc adds the load bias to its addresses in place where the section is writable, musl and the
     * architectures with a read-only one leave them: what lies inside of the image already is taken as it is.
     */
    static DynamicSection read(TargetMemory memory, long bias, long address, long imageStart, long imageBytes) {
        Map<Long, Long> entries = new HashMap<>();
        int word = memory.wordBytes();
        for (int i = 0; i < MAX_ENTRIES; i++) {
            Optional<ByteBuffer> entry = memory.buffer(address + 2L * i * word, 2 * word);
            if (entry.isEmpty() || memory.word(entry.get(), 0) == DT_NULL) {
                break;
            }
            long value = memory.word(entry.get(), word);
            boolean relocated = Long.compareUnsigned(value - imageStart, imageBytes) < 0;
            entries.putIfAbsent(memory.word(entry.get(), 0), relocated ? value : value + bias);
        }
        return new DynamicSection(memory, entries);
    }

    /** The value of a defined symbol, without the load bias. */
    OptionalLong symbolValue(String name) {
        Long symbols = entries.get(DT_SYMTAB);
        Long names = entries.get(DT_STRTAB);
        if (symbols == null || names == null) {
            return OptionalLong.empty();
        }
        if (entries.containsKey(DT_GNU_HASH)) {
            return byGnuHash(name, entries.get(DT_GNU_HASH), symbols, names);
        }
        return entries.containsKey(DT_HASH) ? byHash(name, entries.get(DT_HASH), symbols, names) : OptionalLong.empty();
    }

    private OptionalLong byGnuHash(String name, long table, long symbols, long names) {
        Optional<ByteBuffer> header = memory.buffer(table, 4 * Integer.BYTES);
        if (header.isEmpty() || header.get().getInt(0) == 0) {
            return OptionalLong.empty();
        }
        long buckets = header.get().getInt(0) & 0xffffffffL;
        long firstHashed = header.get().getInt(4) & 0xffffffffL;
        long bloomWords = header.get().getInt(8) & 0xffffffffL;
        int hash = gnuHash(name);
        long bucketsAt = table + 4 * Integer.BYTES + bloomWords * memory.wordBytes();
        OptionalInt first = memory.int32(bucketsAt + Long.remainderUnsigned(hash & 0xffffffffL, buckets) * 4);
        long index = first.orElse(0) & 0xffffffffL;
        long chainAt = bucketsAt + buckets * 4;
        for (int step = 0; index >= firstHashed && index != 0 && step < MAX_CHAIN; step++, index++) {
            OptionalInt chained = memory.int32(chainAt + (index - firstHashed) * 4);
            if (chained.isEmpty()) {
                break;
            }
            if ((chained.getAsInt() | 1) == (hash | 1)) {
                OptionalLong value = valueIfNamed(name, index, symbols, names);
                if (value.isPresent()) {
                    return value;
                }
            }
            if ((chained.getAsInt() & 1) != 0) {
                break;
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong byHash(String name, long table, long symbols, long names) {
        int buckets = memory.int32(table).orElse(0);
        if (buckets == 0) {
            return OptionalLong.empty();
        }
        long bucket = table + 8 + 4L * Integer.remainderUnsigned(sysvHash(name), buckets);
        long index = memory.int32(bucket).orElse(0) & 0xffffffffL;
        for (int step = 0; index != 0 && step < MAX_CHAIN; step++) {
            OptionalLong value = valueIfNamed(name, index, symbols, names);
            if (value.isPresent()) {
                return value;
            }
            index = memory.int32(table + 8 + 4 * ((buckets & 0xffffffffL) + index))
                            .orElse(0)
                    & 0xffffffffL;
        }
        return OptionalLong.empty();
    }

    /** Elf32_Sym is name, value, size, info, other, shndx; Elf64_Sym is name, info, other, shndx, value, size. */
    private OptionalLong valueIfNamed(String name, long index, long symbols, long names) {
        boolean wide = memory.wordBytes() == Long.BYTES;
        int entryBytes = wide ? 24 : 16;
        Optional<ByteBuffer> symbol = memory.buffer(symbols + index * entryBytes, entryBytes);
        if (symbol.isEmpty() || symbol.get().getShort(wide ? 6 : 14) == 0) {
            return OptionalLong.empty();
        }
        byte[] wanted = (name + '\0').getBytes(StandardCharsets.ISO_8859_1);
        Optional<byte[]> found = memory.bytes(names + (symbol.get().getInt(0) & 0xffffffffL), wanted.length);
        return found.filter(f -> Arrays.equals(f, wanted)).isPresent()
                ? OptionalLong.of(memory.word(symbol.get(), wide ? 8 : 4))
                : OptionalLong.empty();
    }

    private static int gnuHash(String name) {
        int hash = 5381;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 33 + name.charAt(i);
        }
        return hash;
    }

    private static int sysvHash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash << 4) + name.charAt(i);
            int high = hash & 0xf0000000;
            hash = (hash ^ high >>> 24) & ~high;
        }
        return hash;
    }
}
