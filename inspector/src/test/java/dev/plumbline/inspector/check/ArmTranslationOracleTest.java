package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.check.MmuFixture.Row;
import dev.plumbline.inspector.check.MmuFixture.Stop;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every address of gva2gpa.csv at both stops. The emulator (QEMU 7.2, arm_cpu_get_phys_page_attrs_debug in target/arm/ptw.c)
 * makes a load of data at the privilege and with the PSTATE of the stop; it skips the access flag, and nothing else.
 */
class ArmTranslationOracleTest {

    static Stream<Arguments> machines() {
        return Stream.of(
                Arguments.of("arm64-6.1-virt-a72", Aarch64.of(Granule.K4, 48), 702),
                Arguments.of("arm64-6.12-max-lpa2", Aarch64.of(Granule.K4, 52), 731),
                Arguments.of("arm64-6.12-16k-max-lpa2", Aarch64.of(Granule.K16, 52), 697),
                Arguments.of("armhf-6.1-armmp", Arm.shortDescriptor(VmSplit.G3), 618),
                Arguments.of("armel-6.1-raspi0", Arm.shortDescriptor(VmSplit.G3), 611),
                Arguments.of("armhf-6.1-armmp-lpae", Arm.lpae(VmSplit.G3), 639));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("machines")
    void everyAddressLeadsWhereTheEmulatorSays(String name, Architecture architecture, int rows) throws IOException {
        MmuFixture fixture = MmuFixture.of(name);
        FrameMemory memory = fixture.memory(architecture.format().pageShift());

        assertThat(fixture.rows()).hasSize(rows);
        for (Stop stop : Stop.values()) {
            RunningRegime.Told told = fixture.regime(stop, architecture);
            assertThat(told.userMode()).isEqualTo(stop == Stop.USER);
            assertThat(differences(fixture.rows(), stop, told, memory))
                    .as(stop.name())
                    .isEmpty();
        }
    }

    /** The valid bit, or what stands for it, and the lowest address bit of the leaf behind some row, changed in the image. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("machines")
    void oneBitOfTheImageIsNoticed(String name, Architecture architecture) throws IOException {
        MmuFixture fixture = MmuFixture.of(name);
        List<Row> rows = fixture.rows();
        FrameMemory memory = fixture.memory(architecture.format().pageShift());
        RunningRegime.Told told = fixture.regime(Stop.USER, architecture);
        Row mapped = rows.stream()
                .filter(r -> r.inUserMode().isPresent())
                .findFirst()
                .orElseThrow();
        Trace trace = new Walker(told.regime(), memory).trace(new VirtAddr(mapped.address()));
        Trace.Step leaf = trace.steps().get(trace.steps().size() - 1);
        int entryBytes = leaf.level().entryBytes();
        int address = ((Walk.Translated) trace.outcome()).sizeShift();
        for (int bit : List.of(entryBytes == 4 ? 1 : 0, address)) {
            memory.store(leaf.at(), entryBytes, leaf.entry().raw() ^ 1L << bit);
            assertThat(differences(rows, Stop.USER, told, memory))
                    .as("bit %d", bit)
                    .isNotEmpty();
        }
    }

    private static List<String> differences(List<Row> rows, Stop stop, RunningRegime.Told told, FrameMemory memory) {
        Walker walker = new Walker(told.regime(), memory);
        Access load = Access.of(Kind.READ, told.userMode() ? Privilege.USER : Privilege.SUPERVISOR);
        List<String> differences = new ArrayList<>();
        for (Row row : rows) {
            Walk walk = walker.access(new VirtAddr(row.address()), load);
            OptionalLong ours = walk instanceof Walk.Translated t
                    ? OptionalLong.of(t.address().value())
                    : OptionalLong.empty();
            if (!ours.equals(stop.answer(row)) || walk instanceof Walk.NotHeld) {
                differences.add("%#x %s: emulator %s, walk %s"
                        .formatted(row.address(), row.kind(), text(stop.answer(row)), walk));
            }
        }
        return differences;
    }

    private static String text(OptionalLong address) {
        return address.isPresent() ? new PhysAddr(address.getAsLong()).toString() : "unmapped";
    }
}
