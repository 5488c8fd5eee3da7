package dev.plumbline.inspector.reference.zone.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.reference.zone.buddy.ZoneAllocator;
import dev.plumbline.inspector.reference.zone.derive.AssumedMemory;
import dev.plumbline.inspector.reference.zone.derive.BootOptions;
import dev.plumbline.inspector.reference.zone.derive.Derivation;
import dev.plumbline.inspector.reference.zone.derive.DescriptionException;
import dev.plumbline.inspector.reference.zone.derive.Kernel;
import dev.plumbline.inspector.reference.zone.derive.KernelBuild;
import dev.plumbline.inspector.reference.zone.derive.KernelRelease;
import dev.plumbline.inspector.reference.zone.derive.MachineDescription;
import dev.plumbline.inspector.reference.zone.derive.PhysicalMap;
import dev.plumbline.inspector.reference.zone.derive.Platform;
import dev.plumbline.inspector.reference.zone.derive.Platforms;
import dev.plumbline.inspector.reference.zone.derive.Topology;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {

    private static SimulatedMachine machine(long ramBytes, int nodes, KernelRelease release)
            throws DescriptionException {
        Platform platform = Platforms.named("x86_64").orElseThrow();
        PhysicalMap map = AssumedMemory.map(platform, ramBytes);
        Topology topology =
                new Topology(AssumedMemory.nodes(map, nodes), nodes == 1 ? Map.of(0, 2) : Map.of(0, 1, 1, 1), Map.of());
        return MachineBuilder.boot(Derivation.of(MachineDescription.booting(
                platform, 4, new Kernel(release, KernelBuild.unknown(), BootOptions.none()), map, topology)));
    }

    private static long ownedPages(SimulatedMachine machine) {
        long pages = 0;
        for (ZoneAllocator zone : machine.machine().zones()) {
            pages += zone.zone().freePages();
            for (int cpu = 0; cpu < machine.cpus(); cpu++) {
                pages += zone.pcpPages(cpu);
            }
        }
        return pages;
    }

    @Test
    void bootHandsOutExactlyWhatIsManaged() throws DescriptionException {
        SimulatedMachine machine = machine(8L << 30, 2, new KernelRelease(6, 12));

        for (ZoneAllocator zone : machine.machine().zones()) {
            assertThat(zone.zone().freePages()).isEqualTo(zone.spec().managedPages());
        }
        assertThat(machine.machine().zones())
                .extracting(z -> z.spec().node() + " " + z.spec().zoneClass().zoneName())
                .containsExactly("0 DMA", "0 DMA32", "0 Normal", "1 Normal");
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void noPageIsLostOrMade(Preset preset) throws DescriptionException {
        SimulatedMachine machine = machine(128L << 20, 1, new KernelRelease(6, 1));
        long managed = ownedPages(machine);
        Requests requests = new Requests(machine, 3);
        Workload workload = preset.make(machine);

        while (requests.operations() < 400_000 && workload.step(requests)) {
            assertThat(ownedPages(machine) + requests.pagesInUse()).isEqualTo(managed);
        }
        assertThat(requests.operations()).isGreaterThan(5000);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void theSameSeedDoesTheSame(Preset preset) throws DescriptionException {
        Simulation.Course first = run(preset, 5);

        assertThat(run(preset, 5)).isEqualTo(first);
        if (preset != Preset.FRAGMENT) {
            assertThat(run(preset, 6)).isNotEqualTo(first);
        }
    }

    private static Simulation.Course run(Preset preset, long seed) throws DescriptionException {
        SimulatedMachine machine = machine(128L << 20, 1, new KernelRelease(6, 12));
        return Simulation.of(machine, preset, seed).run(50_000, () -> false, done -> {});
    }

    @Test
    void aSimulationThatIsStoppedKeepsWhatItReached() throws DescriptionException {
        SimulatedMachine machine = machine(128L << 20, 1, new KernelRelease(6, 12));
        Simulation.Course course = Simulation.of(machine, Preset.SERVER, 1).run(1_000_000_000, () -> true, done -> {});

        assertThat(course.end()).isEqualTo(Simulation.End.STOPPED);
        assertThat(course.samples()).hasSize(2);
        assertThat(course.last().step()).isPositive().isLessThan(10_000);
    }

    @Test
    void blocksComeOutAsTheyWentIn() {
        Blocks blocks = new Blocks();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 700; i++) {
            blocks.add(i, 0);
        }
        for (int i = 0; i < 600; i++) {
            assertThat(Blocks.pfn(blocks.takeOldest())).isEqualTo(i);
        }
        for (int i = 700; i < 5000; i++) {
            blocks.add((long) i << 3, 3);
        }
        assertThat(blocks.pages()).isEqualTo(100 + 4300 * 8);
        long sum = 0;
        while (blocks.size() > 0) {
            sum += Blocks.pfn(blocks.takeAny(random));
        }
        assertThat(sum).isEqualTo((600 + 699) * 50L + 8 * ((700 + 4999) * 2150L));
        assertThat(blocks.pages()).isZero();
    }
}
