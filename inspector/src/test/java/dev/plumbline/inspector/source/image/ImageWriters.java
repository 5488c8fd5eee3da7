package dev.plumbline.inspector.source.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;

/** Writes memory, given as runs of bytes by address, in the forms that are read. */
final class ImageWriters {

    private ImageWriters() {}

    /** One form. */
    @FunctionalInterface
    interface Writer {
        MemoryImage write(Path folder, NavigableMap<Long, byte[]> memory) throws IOException, NotAnImageException;
    }

    /** All forms by name; the raw one begins at the memory's first address. */
    static Map<String, Writer> all() {
        return Map.of(
                "ELF64 core", (folder, memory) -> MemoryImage.open(elf(folder, memory, true)),
                "ELF32 core", (folder, memory) -> MemoryImage.open(elf(folder, memory, false)),
                "LiME", (folder, memory) -> MemoryImage.open(lime(folder, memory)),
                "frames", (folder, memory) -> MemoryImage.open(frames(folder, memory)),
                "frames by their own name",
                        (folder, memory) ->
                                MemoryImage.open(frames(folder, memory).resolveSibling("physmem.bin")));
    }

    private static Path elf(Path folder, NavigableMap<Long, byte[]> memory, boolean wide) throws IOException {
        ElfCoreBuilder core = new ElfCoreBuilder(wide);
        memory.descendingMap().forEach(core::segment);
        return core.write(folder.resolve("core"));
    }

    static byte[] limeRange(long first, long last, byte[] bytes) {
        return ByteBuffer.allocate(32 + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x4c694d45)
                .putInt(1)
                .putLong(first)
                .putLong(last)
                .putLong(0)
                .put(bytes)
                .array();
    }

    private static Path lime(Path folder, NavigableMap<Long, byte[]> memory) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (Map.Entry<Long, byte[]> run : memory.entrySet()) {
            file.write(limeRange(run.getKey(), run.getKey() + run.getValue().length - 1, run.getValue()));
        }
        return Files.write(folder.resolve("lime"), file.toByteArray());
    }

    private static Path frames(Path folder, NavigableMap<Long, byte[]> memory) throws IOException {
        StringBuilder index = new StringBuilder("physical_address,offset,why\n");
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        memory.forEach((address, bytes) -> {
            index.append("0x%x,%d,a frame, or so%n".formatted(address, frames.size()));
            frames.writeBytes(bytes);
        });
        Files.write(folder.resolve("physmem.bin"), frames.toByteArray());
        return Files.writeString(folder.resolve("physmem.idx"), index);
    }
}
