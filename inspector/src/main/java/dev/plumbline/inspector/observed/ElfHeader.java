package dev.plumbline.inspector.observed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The first bytes of an ELF file.
 *
 * <p>Source: include/uapi/linux/elf.h, Elf32_Ehdr and Elf64_Ehdr, which agree as far as this goes.
 *
 * @param type e_type: ET_EXEC 2, ET_DYN 3 …
 */
public record ElfHeader(int type) {

    /** How many bytes {@link #parse} needs: e_ident and e_type. */
    public static final int SIZE_BYTES = 18;

    private static final int MAGIC = 0x7f454c46;
    private static final int EI_DATA = 5;
    private static final int E_TYPE = 16;
    private static final int LITTLE = 1;
    private static final int BIG = 2;
    private static final int ET_EXEC = 2;
    private static final int ET_DYN = 3;

    /** Reads the header; anything else yields the damage and no value. */
    public static Parsed<Optional<ElfHeader>> parse(String path, byte[] start) {
        ParseNotes notes = new ParseNotes(path);
        if (start.length < SIZE_BYTES || ByteBuffer.wrap(start).getInt(0) != MAGIC) {
            notes.damage(0, start.length + " bytes that begin otherwise", "an ELF header");
            return notes.with(Optional.empty());
        }
        int data = start[EI_DATA];
        if (data != LITTLE && data != BIG) {
            notes.damage(0, "EI_DATA " + data, "1 or 2");
            return notes.with(Optional.empty());
        }
        ByteOrder order = data == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int type = ByteBuffer.wrap(start).order(order).getShort(E_TYPE) & 0xffff;
        return notes.with(Optional.of(new ElfHeader(type)));
    }

    /** Whether the file is linked to a fixed address. */
    public boolean isFixed() {
        return type == ET_EXEC;
    }

    /** {@code ET_EXEC}, {@code ET_DYN}, or the number. */
    public String typeName() {
        return switch (type) {
            case ET_EXEC -> "ET_EXEC";
            case ET_DYN -> "ET_DYN";
            default -> "e_type " + type;
        };
    }
}
