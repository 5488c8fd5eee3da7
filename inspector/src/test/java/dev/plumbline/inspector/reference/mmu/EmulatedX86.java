package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.check.CaptureImage;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.RegisterRegimes;
import dev.plumbline.inspector.check.RunningRegime;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.observed.CpuRegisters;
import dev.plumbline.inspector.observed.CpuRegisters.Cpu;
import dev.plumbline.inspector.observed.CpuRegistersParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A stopped x86 machine: its memory and registers, and what the emulator's monitor said of its page tables.
 *
 * @param answers of {@code gva2gpa}, as {@code address,answer,…} lines
 * @param tlb lines of {@code info tlb}
 * @param mem lines of {@code info mem}; empty where it was not asked
 */
record EmulatedX86(
        Architecture architecture,
        Regime regime,
        PhysicalMemory memory,
        List<String> answers,
        List<String> tlb,
        Optional<List<String>> mem) {

    /** From a fixture, read as the product reads a capture. */
    static EmulatedX86 ofCapture(String name) {
        try (Capture capture = Capture.open(Captures.withImage(name))) {
            FrameMemory memory = CaptureImage.of(new HostView(capture))
                    .content()
                    .orElseThrow()
                    .memory();
            return of(memory, file -> entry(Captures.image(name), "mmu/" + file));
        } catch (NotACaptureException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** From a folder with the monitor's answers, and a memory that was read from a file in it. */
    static EmulatedX86 ofFolder(Path folder, PhysicalMemory memory) {
        return of(memory, file -> content(folder.resolve(file)));
    }

    private static EmulatedX86 of(PhysicalMemory memory, Function<String, Optional<byte[]>> files) {
        SourceText text =
                SourceText.of("registers.txt", files.apply("registers.txt").orElseThrow());
        CpuRegisters registers = CpuRegistersParser.parse(text).value();
        Cpu cpu = registers.cpu(0).orElseThrow();
        Architecture architecture = architecture(cpu);
        RunningRegime.Told told = (RunningRegime.Told) RegisterRegimes.of(cpu, architecture, Optional.empty());
        return new EmulatedX86(
                architecture,
                told.regime(),
                memory,
                lines(files.apply("gva2gpa.csv").orElseThrow()).stream().skip(1).toList(),
                lines(files.apply("info-tlb.txt").orElseThrow()),
                files.apply("info-mem.txt").map(EmulatedX86::lines));
    }

    private static Architecture architecture(Cpu cpu) {
        long cr4 = cpu.register("CR4").orElseThrow().value();
        long efer = cpu.register("EFER").orElseThrow().value();
        if ((efer >>> 10 & 1) != 0) {
            return (cr4 >>> 12 & 1) != 0 ? X86_64.LA57 : X86_64.FOUR_LEVEL;
        }
        return (cr4 >>> 5 & 1) != 0 ? I386.pae(VmSplit.G3) : I386.twoLevel(VmSplit.G3);
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static Optional<byte[]> entry(Path zip, String name) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            ZipEntry entry = file.getEntry(name);
            return entry == null
                    ? Optional.empty()
                    : Optional.of(file.getInputStream(entry).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> content(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
