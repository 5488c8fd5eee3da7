package dev.plumbline.inspector.jvm.vmstructs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads the exported tables out of the process. Since JDK 22 the pointers to them are set when the JVM starts, so that they are
 * zero in the file; and the layout of an entry is exported too, so that nothing about it is assumed.
 */
public final class VmStructsReader {

    private static final int MAX_ENTRIES = 1 << 15;
    private static final int MAX_STRIDE = 256;

    private final ElfImage image;
    private final TargetMemory memory;

    private VmStructsReader(ElfImage image) {
        this.image = image;
        this.memory = image.memory();
    }

    /** Whether an image exports the tables at all. */
    public static boolean exportsTables(ElfImage image) {
        return image.symbol("gHotSpotVMStructs").isPresent();
    }

    /** The tables; empty where the image exports none, or they are not set up yet. */
    public static Optional<VmStructs> read(ElfImage image) {
        return new VmStructsReader(image).read();
    }

    private Optional<VmStructs> read() {
        Map<String, Map<String, VmField>> fields = new HashMap<>();
        List<Long> fieldOffsets = offsets(
                "gHotSpotVMStructEntry", "TypeName", "FieldName", "TypeString", "IsStatic", "Offset", "Address");
        entries("gHotSpotVMStructs", "gHotSpotVMStructEntryArrayStride", fieldOffsets, entry -> {
            Optional<String> type = string(entry, fieldOffsets.get(0));
            Optional<String> name = string(entry, fieldOffsets.get(1));
            if (type.isEmpty() || name.isEmpty()) {
                return;
            }
            boolean isStatic = entry.getInt(fieldOffsets.get(3).intValue()) != 0;
            long position = isStatic
                    ? memory.word(entry, fieldOffsets.get(5).intValue())
                    : entry.getLong(fieldOffsets.get(4).intValue());
            fields.computeIfAbsent(type.get(), t -> new HashMap<>())
                    .putIfAbsent(
                            name.get(),
                            new VmField(string(entry, fieldOffsets.get(2)).orElse(""), isStatic, position));
        });
        return fields.isEmpty() ? Optional.empty() : Optional.of(new VmStructs(memory, fields, types(), constants()));
    }

    private Map<String, VmType> types() {
        Map<String, VmType> types = new HashMap<>();
        List<Long> offsets = offsets("gHotSpotVMTypeEntry", "TypeName", "SuperclassName", "IsUnsigned", "Size");
        entries("gHotSpotVMTypes", "gHotSpotVMTypeEntryArrayStride", offsets, entry -> string(entry, offsets.get(0))
                .ifPresent(name -> types.putIfAbsent(
                        name,
                        new VmType(
                                string(entry, offsets.get(1)).orElse(""),
                                entry.getLong(offsets.get(3).intValue()),
                                entry.getInt(offsets.get(2).intValue()) != 0))));
        return types;
    }

    private Map<String, Long> constants() {
        Map<String, Long> constants = new HashMap<>();
        List<Long> ints = offsets("gHotSpotVMIntConstantEntry", "Name", "Value");
        entries("gHotSpotVMIntConstants", "gHotSpotVMIntConstantEntryArrayStride", ints, entry -> string(
                        entry, ints.get(0))
                .ifPresent(name -> constants.putIfAbsent(
                        name, (long) entry.getInt(ints.get(1).intValue()))));
        List<Long> longs = offsets("gHotSpotVMLongConstantEntry", "Name", "Value");
        entries("gHotSpotVMLongConstants", "gHotSpotVMLongConstantEntryArrayStride", longs, entry -> string(
                        entry, longs.get(0))
                .ifPresent(name ->
                        constants.putIfAbsent(name, entry.getLong(longs.get(1).intValue()))));
        return constants;
    }

    /** Goes through a table; its end is an entry whose first string, the name, is null. */
    private void entries(String table, String strideName, List<Long> offsets, Consumer<ByteBuffer> entry) {
        OptionalLong start = variable(table);
        long stride = uint64(strideName);
        long needed = offsets.stream().mapToLong(Long::longValue).max().orElse(MAX_STRIDE) + Long.BYTES;
        if (start.orElse(0) == 0 || stride < needed - Integer.BYTES || stride > MAX_STRIDE) {
            return;
        }
        ByteBuffer padded = ByteBuffer.allocate(MAX_STRIDE + Long.BYTES).order(memory.order());
        for (int i = 0; i < MAX_ENTRIES; i++) {
            // The last field of an entry may be 4 bytes wide and end where a page ends: read the stride, keep room
            // behind it.
            Optional<byte[]> bytes = memory.bytes(start.getAsLong() + i * stride, (int) stride);
            if (bytes.isEmpty()) {
                return;
            }
            padded.put(0, bytes.get());
            if (memory.word(padded, offsets.get(0).intValue()) == 0) {
                return;
            }
            entry.accept(padded);
        }
    }

    private List<Long> offsets(String entry, String... names) {
        List<Long> offsets = new ArrayList<>();
        for (String name : names) {
            long offset = uint64(entry + name + "Offset");
            offsets.add(offset >= 0 && offset < MAX_STRIDE ? offset : MAX_STRIDE);
        }
        return offsets;
    }

    private Optional<String> string(ByteBuffer entry, long offset) {
        long pointer = memory.word(entry, (int) offset);
        return pointer == 0 ? Optional.empty() : memory.string(pointer);
    }

    private OptionalLong variable(String name) {
        OptionalLong at = image.symbol(name);
        return at.isPresent() ? memory.word(at.getAsLong()) : at;
    }

    /** A variable of the layout; -1 where there is none. */
    private long uint64(String name) {
        OptionalLong at = image.symbol(name);
        return at.isPresent() ? memory.int64(at.getAsLong()).orElse(-1) : -1;
    }
}
