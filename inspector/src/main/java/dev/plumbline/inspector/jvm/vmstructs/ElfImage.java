package dev.plumbline.inspector.jvm.vmstructs;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * A shared object or executable as it lies in a process, by its program headers and its dynamic section. No file is opened, so
 * that it makes no difference which file system the process sees, or whether the file was replaced since.
 *
 * <p>Source: System V gABI, chapters 4 and 5; elf.h. {@code DT_GNU_HASH}: binutils' documentation of the format.
 */
public final class ElfImage {

    private static final int MAGIC = 0x7f454c46;
    private static final int EI_CLASS = 4;
    private static final int EI_DATA = 5;
    private static final int IDENT_BYTES = 16;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int MAX_PROGRAM_HEADERS = 128;

    private final TargetMemory memory;
    private final long bias;
    private final long end;
    private final DynamicSection dynamic;

    private ElfImage(TargetMemory memory, long bias, long end, DynamicSection dynamic) {
        this.memory = memory;
        this.bias = bias;
        this.end = end;
        this.dynamic = dynamic;
    }

    /** What became of looking for an image. */
    public sealed interface Outcome {}

    /** There is one. */
    public record Loaded(ElfImage image) implements Outcome {}

    /**
     * The memory could not be read at all.
     *
     * @param answer the kernel's
     */
    public record Refused(String answer) implements Outcome {}

    /**
     * What lies there is no image that can be read on.
     *
     * @param reason why not
     */
    public record Malformed(String reason) implements Outcome {}

    /**
     * Reads the headers of the image whose first mapping begins at an address.
     *
     * @param start where the file's first byte is mapped
     */
    public static Outcome at(ProcessMemory process, long start) {
        NativeAnswer<byte[]> answer = process.read(start, IDENT_BYTES);
        if (!(answer instanceof NativeAnswer.Value<byte[]> value)) {
            return new Refused(answer instanceof NativeAnswer.Unavailable<byte[]> u ? u.reason() : answer.toString());
        }
        byte[] ident = value.value();
        if (ident.length < IDENT_BYTES || ByteBuffer.wrap(ident).getInt() != MAGIC) {
            return new Malformed("no ELF header lies at 0x" + Long.toHexString(start));
        }
        if (ident[EI_CLASS] < 1 || ident[EI_CLASS] > 2 || ident[EI_DATA] < 1 || ident[EI_DATA] > 2) {
            return new Malformed("EI_CLASS %d, EI_DATA %d".formatted(ident[EI_CLASS], ident[EI_DATA]));
        }
        ByteOrder order = ident[EI_DATA] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        TargetMemory memory = new TargetMemory(process, ident[EI_CLASS] * Integer.BYTES, order);
        return memory.buffer(start, ident[EI_CLASS] == 1 ? 52 : 64)
                .map(header -> programs(memory, start, header))
                .orElseGet(() -> new Malformed("the ELF header is cut"));
    }

    private static Outcome programs(TargetMemory memory, long start, ByteBuffer header) {
        boolean wide = memory.wordBytes() == Long.BYTES;
        long programOffset = memory.word(header, wide ? 32 : 28);
        int entryBytes = header.getShort(wide ? 54 : 42) & 0xffff;
        int entries = header.getShort(wide ? 56 : 44) & 0xffff;
        if (entryBytes < (wide ? 56 : 32) || entries > MAX_PROGRAM_HEADERS) {
            return new Malformed("%d program headers of %d bytes".formatted(entries, entryBytes));
        }
        OptionalLong dynamicAt = OptionalLong.empty();
        long lowest = -1;
        long highest = 0;
        for (int i = 0; i < entries; i++) {
            ByteBuffer program = memory.buffer(start + programOffset + (long) i * entryBytes, entryBytes)
                    .orElse(null);
            if (program == null) {
                return new Malformed("program header " + i + " cannot be read");
            }
            long virtual = memory.word(program, wide ? 16 : 8);
            long sizeBytes = memory.word(program, wide ? 40 : 20);
            if (program.getInt(0) == PT_DYNAMIC) {
                dynamicAt = OptionalLong.of(virtual);
            } else if (program.getInt(0) == PT_LOAD) {
                lowest = Long.compareUnsigned(virtual, lowest) < 0 ? virtual : lowest;
                highest = Math.max(highest, virtual + sizeBytes);
            }
        }
        if (dynamicAt.isEmpty() || lowest == -1) {
            return new Malformed("it is linked statically: there is no dynamic section");
        }
        // The first segment is mapped at the start of the page in which it begins; p_align of 64 KiB or 2 MiB changes
        // nothing.
        long bias = start - (lowest & -4096L);
        DynamicSection dynamic =
                DynamicSection.read(memory, bias, dynamicAt.getAsLong() + bias, start, highest - lowest);
        return new Loaded(new ElfImage(memory, bias, bias + highest, dynamic));
    }

    /** Behind the last byte of its last segment, what stands in no file included. */
    public long end() {
        return end;
    }

    /** The process's memory by the image's word size and byte order. */
    public TargetMemory memory() {
        return memory;
    }

    /** Where a symbol that the image defines lies; empty where it defines none of this name. */
    public OptionalLong symbol(String name) {
        OptionalLong value = dynamic.symbolValue(name);
        return value.isPresent() ? OptionalLong.of(value.getAsLong() + bias) : value;
    }
}
