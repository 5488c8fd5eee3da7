package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A memory image of a capture, and what the emulator that ran the machine said of it. */
record CapturedImage(String name) {

    /** The names of {@code mmu/physmem.idx}, which must fit the size of {@code mmu/physmem.bin}. */
    FrameMemory memory() {
        List<String> frames = lines("physmem.idx");
        byte[] all = bytes("physmem.bin");
        int count = frames.size() - 1;
        int frameBytes = all.length / count;
        if (Integer.bitCount(frameBytes) != 1 || frameBytes * count != all.length) {
            throw new IllegalStateException("%s: %d frames in %d bytes".formatted(name, count, all.length));
        }
        FrameMemory memory = new FrameMemory(Integer.numberOfTrailingZeros(frameBytes));
        for (String line : frames.subList(1, frames.size())) {
            String[] columns = line.split(",", 3);
            int offset = Integer.parseInt(columns[1]);
            memory.put(new PhysAddr(Long.decode(columns[0])), Arrays.copyOfRange(all, offset, offset + frameBytes));
        }
        return memory;
    }

    /** A file of {@code mmu/} as lines. */
    List<String> lines(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8).lines().toList();
    }

    private byte[] bytes(String file) {
        try (ZipFile zip = new ZipFile(Captures.image(name).toFile())) {
            ZipEntry entry = zip.getEntry("mmu/" + file);
            if (entry == null) {
                throw new IllegalStateException(name + " has no mmu/" + file);
            }
            return zip.getInputStream(entry).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
