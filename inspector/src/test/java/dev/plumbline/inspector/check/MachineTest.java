package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Architectures;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The machines are what their captures' READMEs say. */
class MachineTest {

    private static final Map<String, Architecture> EXPECTED = Map.ofEntries(
            Map.entry("arm64-6.1-virt-a72.zip", Aarch64.of(Granule.K4, 48)),
            Map.entry("arm64-6.12-16k-max-lpa2.zip", Aarch64.of(Granule.K16, 52)),
            Map.entry("arm64-6.12-max-lpa2.zip", Aarch64.of(Granule.K4, 52)),
            Map.entry("armel-6.1-raspi0.zip", Arm.shortDescriptor(VmSplit.G3)),
            Map.entry("armhf-6.1-armmp.zip", Arm.shortDescriptor(VmSplit.G3)),
            Map.entry("armhf-6.1-armmp-lpae.zip", Arm.lpae(VmSplit.G3)),
            Map.entry("i386-pae.zip", I386.pae(VmSplit.G3)),
            Map.entry("i386-nonpae.zip", I386.twoLevel(VmSplit.G3)),
            Map.entry("riscv64-6.12-sv39.zip", Riscv.SV39),
            Map.entry("riscv64-6.12-sv57.zip", Riscv.SV57),
            Map.entry("x86_64-4level.zip", X86_64.FOUR_LEVEL),
            Map.entry("x86_64-4level-pti.zip", X86_64.FOUR_LEVEL),
            Map.entry("x86_64-5level.zip", X86_64.LA57),
            Map.entry("x86_64-movable-huge.zip", X86_64.FOUR_LEVEL),
            Map.entry("x86_64-newest-6.12.zip", X86_64.FOUR_LEVEL),
            Map.entry("x86_64-numa-6g.zip", X86_64.FOUR_LEVEL));

    static Iterable<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCaptureIsRecognised(Path zip) throws NotACaptureException {
        try (Capture capture = Capture.open(zip)) {
            Machine machine = Machine.of(new HostView(capture));
            assertThat(machine.architecture())
                    .contains(EXPECTED.get(zip.getFileName().toString()));
            assertThat(machine.recognition().evidence()).isNotEmpty();
        }
    }

    @Test
    void everyVariantHasACaptureOrIsListedWithoutOne() {
        Set<Architecture> seen = new HashSet<>(EXPECTED.values());
        for (Architecture architecture : Architectures.ALL) {
            assertThat(Architectures.WITHOUT_CAPTURE.contains(architecture))
                    .as(architecture.machine() + " " + architecture.variant())
                    .isNotEqualTo(seen.contains(architecture));
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void withoutItsOptionsAndKcoreAMachineIsStillRecognised(Path zip) {
        String name = zip.getFileName().toString().replace(".zip", "");
        StoredFiles files = StoredFiles.ofCapture(name, "proc/");
        StoredFiles bare = files.without("proc/kcore.headers").without("proc/config.gz");
        assertThat(Machine.of(new HostView(bare)).architecture()).contains(EXPECTED.get(name + ".zip"));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void ofAnUnknownMachineTheMissingFilesAreNamed(Path zip) {
        StoredFiles files = StoredFiles.ofCapture(zip.getFileName().toString().replace(".zip", ""), "proc/uptime");
        Machine machine = Machine.of(new HostView(files));
        assertThat(machine.architecture()).isEmpty();
        assertThat(machine.whyNot().remedy()).contains("proc/cpuinfo");
    }
}
