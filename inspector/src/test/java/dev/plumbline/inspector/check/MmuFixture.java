package dev.plumbline.inspector.check;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.observed.CpuRegistersParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipFile;

/**
 * One emulated machine, stopped: its memory image, its registers at both stops, and where the emulator itself translated
 * addresses to. Read here, apart from the product's own readers.
 */
final class MmuFixture {

    /** One row of gva2gpa.csv; empty where the emulator says {@code unmapped}. */
    record Row(long address, String kind, OptionalLong inUserMode, OptionalLong inKernel) {}

    /** Where the machine was stopped. */
    enum Stop {
        USER("mmu/registers-usermode.txt"),
        KERNEL("mmu/registers.txt");

        private final String file;

        Stop(String file) {
            this.file = file;
        }

        OptionalLong answer(Row row) {
            return this == USER ? row.inUserMode : row.inKernel;
        }
    }

    private final Path zip;

    MmuFixture(Path zip) {
        this.zip = zip;
    }

    static MmuFixture of(String capture) {
        return new MmuFixture(Captures.image(capture));
    }

    /** The image, a fresh copy each time. */
    FrameMemory memory(int pageShift) throws IOException {
        FrameMemory memory = new FrameMemory(pageShift);
        try (ZipFile files = new ZipFile(zip.toFile());
                InputStream frames = files.getInputStream(files.getEntry("mmu/physmem.bin"))) {
            byte[] all = frames.readAllBytes();
            for (String line : lines(files, "mmu/physmem.idx")) {
                String[] field = line.split(",", -1);
                int offset = Integer.decode(field[1]);
                byte[] frame = Arrays.copyOfRange(all, offset, offset + (1 << pageShift));
                memory.put(new PhysAddr(Long.decode(field[0])), frame);
            }
        }
        return memory;
    }

    RunningRegime.Told regime(Stop stop, Architecture architecture) throws IOException {
        try (ZipFile files = new ZipFile(zip.toFile())) {
            String text = String.join("\n", all(files, stop.file));
            RunningRegime regime = RegisterRegimes.of(
                    CpuRegistersParser.parse(new SourceText(stop.file, text))
                            .value()
                            .cpus()
                            .get(0),
                    architecture,
                    Optional.empty());
            if (regime instanceof RunningRegime.NotTold not) {
                throw new AssertionError(not.because());
            }
            return (RunningRegime.Told) regime;
        }
    }

    List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (ZipFile files = new ZipFile(zip.toFile())) {
            for (String line : lines(files, "mmu/gva2gpa.csv")) {
                String[] field = line.split(",", -1);
                int last = field.length - 1;
                long address = Long.parseUnsignedLong(field[0].substring(2), 16);
                rows.add(new Row(address, field[1], answer(field[last - 1]), answer(field[last])));
            }
        }
        return rows;
    }

    private static OptionalLong answer(String text) {
        return text.equals("unmapped") ? OptionalLong.empty() : OptionalLong.of(Long.decode(text));
    }

    /** Without the header row. */
    private static List<String> lines(ZipFile files, String name) throws IOException {
        List<String> all = all(files, name);
        return all.subList(1, all.size());
    }

    private static List<String> all(ZipFile files, String name) throws IOException {
        try (InputStream in = files.getInputStream(files.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
