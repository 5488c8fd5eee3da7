package dev.plumbline.inspector.source.image;

import java.nio.ByteBuffer;

/**
 * An ELF core of a whole machine: what QEMU's dump-guest-memory and a kdump kernel's /proc/vmcore give. System V ABI, chapters
 * 4 and 5; that p_paddr is where a segment lies in physical memory: QEMU dump/dump.c, fs/proc/vmcore.c. Bytes between
 * p_filesz and p_memsz were left out of the dump and are not held.
 */
final class ElfCore {

    private static final int EI_CLASS = 4;
    private static final int EI_DATA = 5;
    private static final int LITTLE_ENDIAN = 1;
    private static final int ET_CORE = 4;
    private static final int PT_LOAD = 1;
    private static final int PN_XNUM = 0xffff;
    private static final int CHUNK_ENTRIES = 1024;

    /** /proc/kcore gives this to what has no one physical address (fs/proc/kcore.c). */
    private static final long NO_ADDRESS = -1;

    private final ImageFile file;
    private final Layout layout;

    /** Where a class of ELF file keeps the fields that are wanted; sizes and offsets in bytes. */
    private record Layout(
            int word,
            int headerBytes,
            int programHeaders,
            int sectionHeaders,
            int entrySize,
            int programEntry,
            int sectionEntry,
            int sectionInfo,
            int offset,
            int address,
            int fileSize) {
        static final Layout ELF32 = new Layout(4, 52, 28, 32, 42, 32, 40, 28, 4, 12, 16);
        static final Layout ELF64 = new Layout(8, 64, 32, 40, 54, 56, 64, 44, 8, 24, 32);

        long word(ByteBuffer bytes, int at) {
            return word == 8 ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
        }
    }

    private record Segment(int number, long offset, long address, long fileBytes) {}

    private ElfCore(ImageFile file, Layout layout) {
        this.file = file;
        this.layout = layout;
    }

    static boolean matches(ByteBuffer head) {
        return head.limit() >= 4 && head.getInt(0) == 0x464c457f;
    }

    /** Reads the headers into claims. */
    static Claims read(ImageFile file) throws NotAnImageException {
        ByteBuffer ident = file.exactly(0, 16, "the ELF identification");
        int bits = ident.get(EI_CLASS);
        if (bits != 1 && bits != 2) {
            throw file.refused("is an ELF file of class %d; allowed are 1 (32-bit) and 2 (64-bit)".formatted(bits));
        }
        if (ident.get(EI_DATA) != LITTLE_ENDIAN) {
            throw file.refused(
                    "is an ELF file of data encoding %d; page tables are walked on little-endian machines (1) alone"
                            .formatted(ident.get(EI_DATA)));
        }
        return new ElfCore(file, bits == 1 ? Layout.ELF32 : Layout.ELF64).read();
    }

    private Claims read() throws NotAnImageException {
        ByteBuffer header = file.exactly(0, layout.headerBytes, "the ELF header");
        int type = Short.toUnsignedInt(header.getShort(16));
        if (type != ET_CORE) {
            throw file.refused("is an ELF file of type %d; a memory image is a core, type %d".formatted(type, ET_CORE));
        }
        int entryBytes = Short.toUnsignedInt(header.getShort(layout.entrySize));
        long entries = entries(header);
        if (entries != 0 && entryBytes != layout.programEntry) {
            throw file.refused("has program headers of %d bytes (e_phentsize); they have %d"
                    .formatted(entryBytes, layout.programEntry));
        }
        Claims claims = new Claims(file);
        long table = layout.word(header, layout.programHeaders);
        boolean placed = false;
        int loads = 0;
        for (long i = 0; i < entries; i += CHUNK_ENTRIES) {
            int count = (int) Math.min(CHUNK_ENTRIES, entries - i);
            ByteBuffer chunk = chunk(table, i, count, entries);
            for (int k = 0; k < count; k++) {
                int at = k * layout.programEntry;
                if (chunk.getInt(at) != PT_LOAD) {
                    continue;
                }
                Segment segment = new Segment(
                        (int) i + k,
                        layout.word(chunk, at + layout.offset),
                        layout.word(chunk, at + layout.address),
                        layout.word(chunk, at + layout.fileSize));
                loads++;
                placed |= segment.address != 0;
                claim(segment, claims);
            }
        }
        if (loads == 0) {
            throw file.refused(
                    "is a core without memory: none of its %d program headers is a PT_LOAD".formatted(entries));
        }
        if (loads > 1 && !placed) {
            throw file.refused(
                    "is the core of a process: its %d segments have no physical addresses (p_paddr is 0 in all)"
                            .formatted(loads));
        }
        return claims;
    }

    /** e_phnum, or sh_info of the first section header where there are more entries than that field can count. */
    private long entries(ByteBuffer header) throws NotAnImageException {
        int number = Short.toUnsignedInt(header.getShort(layout.entrySize + 2));
        if (number != PN_XNUM) {
            return number;
        }
        long sections = layout.word(header, layout.sectionHeaders);
        if (sections == 0) {
            return number;
        }
        long info = Integer.toUnsignedLong(file.exactly(
                        sections, layout.sectionEntry, "the section header that counts the program headers (PN_XNUM)")
                .getInt(layout.sectionInfo));
        if (info > Claims.MOST) {
            throw file.refused("has %d program headers (sh_info); at most %d are read".formatted(info, Claims.MOST));
        }
        return info;
    }

    private ByteBuffer chunk(long table, long first, int count, long entries) throws NotAnImageException {
        long tableBytes = entries * layout.programEntry;
        if (table < 0 || table > file.sizeBytes() || file.sizeBytes() - table < tableBytes) {
            throw file.refused("has its %d program headers at offset %s (e_phoff), and ends at %d"
                    .formatted(entries, Long.toUnsignedString(table), file.sizeBytes()));
        }
        return file.exactly(
                table + first * layout.programEntry, count * layout.programEntry, "the program header table");
    }

    private void claim(Segment segment, Claims claims) throws NotAnImageException {
        boolean nowhere = segment.address == (layout.word == 8 ? NO_ADDRESS : NO_ADDRESS >>> 32);
        if (segment.fileBytes == 0 || nowhere) {
            return;
        }
        long last = segment.address + (segment.fileBytes - 1);
        if (Long.compareUnsigned(last, segment.address) < 0) {
            throw file.refused("program header %d: %s bytes at physical address %#x reach beyond 2^64"
                    .formatted(segment.number, Long.toUnsignedString(segment.fileBytes), segment.address));
        }
        if (Long.compareUnsigned(segment.offset + (segment.fileBytes - 1), segment.offset) < 0) {
            throw file.refused("program header %d: %s bytes at file offset %s reach beyond 2^64"
                    .formatted(
                            segment.number,
                            Long.toUnsignedString(segment.fileBytes),
                            Long.toUnsignedString(segment.offset)));
        }
        claims.add(segment.address, last, segment.offset);
    }
}
