package dev.plumbline.inspector.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureNamesTest {

    @Test
    void areThoseThatUsersAreTold() {
        assertThat(ArchitectureNames.all())
                .containsExactlyInAnyOrder(
                        "i386",
                        "i386-pae",
                        "x86_64",
                        "x86_64-la57",
                        "arm",
                        "arm-lpae",
                        "aarch64-4k-39",
                        "aarch64-4k-48",
                        "aarch64-4k-52",
                        "aarch64-16k-36",
                        "aarch64-16k-47",
                        "aarch64-16k-48",
                        "aarch64-16k-52",
                        "aarch64-64k-42",
                        "aarch64-64k-48",
                        "aarch64-64k-52",
                        "riscv32-sv32",
                        "riscv64-sv39",
                        "riscv64-sv48",
                        "riscv64-sv57");
    }

    @Test
    void nameTheFormatThatTheyFind() {
        assertThat(ArchitectureNames.all()).allSatisfy(name -> assertThat(ArchitectureNames.find(name))
                .hasValueSatisfying(
                        found -> assertThat(ArchitectureNames.nameOf(found)).isEqualTo(name)));
        assertThat(ArchitectureNames.find("x86_64")).contains(X86_64.FOUR_LEVEL);
        assertThat(ArchitectureNames.find("i386-pae")).contains(I386.pae(VmSplit.G3));
        assertThat(ArchitectureNames.find("arm")).contains(Arm.shortDescriptor(VmSplit.G3));
        assertThat(ArchitectureNames.find("aarch64-16k-47")).contains(Aarch64.of(Granule.K16, 47));
        assertThat(ArchitectureNames.find("riscv64-sv57")).contains(Riscv.SV57);
    }

    @Test
    void everyArchitectureHasOneThatLeadsToItsPageTables() {
        assertThat(Architectures.ALL).allSatisfy(architecture -> {
            String name = ArchitectureNames.nameOf(architecture);
            Architecture found = ArchitectureNames.find(name).orElseThrow();
            assertThat(found.machine()).isEqualTo(architecture.machine());
            assertThat(found.format().levels()).isEqualTo(architecture.format().levels());
        });
    }

    @Test
    void nothingElseIsOne() {
        assertThat(List.of("", "X86_64", "amd64", "aarch64", "aarch64-4k-47", "riscv64-sv32"))
                .allSatisfy(name -> assertThat(ArchitectureNames.find(name)).isEmpty());
    }
}
