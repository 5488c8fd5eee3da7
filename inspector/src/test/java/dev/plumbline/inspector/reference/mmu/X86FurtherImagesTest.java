package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.source.image.MemoryImage;
import dev.plumbline.inspector.source.image.NotAnImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same comparison on machines that are no fixtures: {@code -Dplumbline.x86.images=DIRECTORY}, a folder a machine, each
 * with {@code core.elf} (the monitor's dump-guest-memory) and {@code registers.txt}, {@code info-tlb.txt},
 * {@code info-mem.txt} (not with 5 levels) and {@code gva2gpa.csv} of the same instant.
 */
@EnabledIfSystemProperty(
        named = X86FurtherImagesTest.DIRECTORY,
        matches = ".+",
        disabledReason = "no folder of further images is named")
class X86FurtherImagesTest {

    static final String DIRECTORY = "plumbline.x86.images";

    static List<Path> machines() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty(DIRECTORY)))) {
            return folders.filter(f -> Files.exists(f.resolve("info-tlb.txt")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void agreesInEveryLine(Path machine, TestReporter reporter) throws NotAnImageException {
        MemoryImage image = MemoryImage.open(machine.resolve("core.elf"));
        X86EmulatorOracle.Result result = X86EmulatorOracle.compare(EmulatedX86.ofFolder(machine, image));
        reporter.publishEntry(
                machine.getFileName().toString(),
                "%d addresses, %d mappings, %d ranges, %d differences"
                        .formatted(
                                result.addresses(),
                                result.mappings(),
                                result.ranges(),
                                result.differences().size()));
        assertThat(result.differences()).isEmpty();
    }
}
