package dev.plumbline.inspector.reference.zone.derive;

import static dev.plumbline.inspector.reference.zone.derive.Machines.GIB;
import static dev.plumbline.inspector.reference.zone.derive.Machines.kernel;
import static dev.plumbline.inspector.reference.zone.derive.Machines.memblock;
import static dev.plumbline.inspector.reference.zone.derive.Machines.pc;
import static dev.plumbline.inspector.reference.zone.derive.Machines.platform;
import static dev.plumbline.inspector.reference.zone.derive.Machines.x86;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What no machine can be is refused in one line that says which part and what is allowed. */
class SenseTest {

    private static void refused(MachineDescription machine, String... words) {
        assertThatThrownBy(() -> Derivation.of(machine))
                .isInstanceOf(DescriptionException.class)
                .hasMessageContainingAll(words)
                .message()
                .doesNotContain("\n");
    }

    private static MachineDescription with(PhysicalMap memory, Topology topology) {
        return MachineDescription.booting(platform("x86_64"), 4, kernel("6.1", ""), memory, topology);
    }

    @Test
    void ramBeyondTheArchitecture() {
        refused(x86(kernel("6.1", "no5lvl"), memblock(0, 1L << 47)), "x86_64", "46 bits", "0x400000000000");
        refused(
                MachineDescription.booting(
                        platform("i386"), 4, kernel("6.1", "", "HIGHMEM"), memblock(0, 5 * GIB), Topology.oneNode(1)),
                "32 bits");
    }

    @Test
    void overlappingRangesAndNone() {
        PhysicalMap overlap = new PhysicalMap(
                List.of(RamRange.ram(0, 2 * GIB), RamRange.ram(GIB, 3 * GIB)), PhysicalMap.Stage.FIRMWARE);
        refused(x86(kernel("6.1", ""), overlap), "overlaps RAM at 0x40000000-0xc0000000", "disjoint");
        refused(x86(kernel("6.1", ""), new PhysicalMap(List.of(), PhysicalMap.Stage.FIRMWARE)), "no RAM");
        refused(x86(kernel("6.1", "mem=4K"), pc(GIB, 0)), "no RAM is left");
    }

    @Test
    void nodesAndCpus() {
        refused(with(pc(GIB, 0), Topology.oneNode(0)), "0 CPUs", "at least 1");
        refused(with(pc(GIB, 0), new Topology(new NodeSplit.ByRange(List.of()), Map.of(0, 1), Map.of())), "0 nodes");
        NodeSplit both = new NodeSplit.ByRange(
                List.of(new NodeRange(0, 0, 2 * GIB, false), new NodeRange(1, GIB, 3 * GIB, false)));
        refused(with(pc(GIB, 0), new Topology(both, Map.of(0, 1), Map.of())), "node 0's and node 1's", "one node");
        refused(
                with(pc(GIB, 0), new Topology(new NodeSplit.Unknown("nothing was found"), Map.of(0, 1), Map.of())),
                "nothing was found");
    }

    @Test
    void pageSizesThatTheArchitectureDoesNotHave() {
        refused(
                MachineDescription.booting(
                        platform("aarch64"), 8, kernel("6.1", ""), memblock(GIB, 2 * GIB), Topology.oneNode(1)),
                "page size 8 KiB",
                "4 KiB, 16 KiB, 64 KiB");
    }

    @Test
    void mirroredMemoryIsNotPartOfADescription() {
        refused(x86(kernel("6.1", "kernelcore=mirror"), pc(GIB, 0)), "kernelcore=mirror", "amount or a percentage");
    }

    /** The kernel ignores it; a host that says so is no nonsense. */
    @Test
    void kernelcoreAboveRamMakesNoMovableZone() throws DescriptionException {
        assertThat(Derivation.of(x86(kernel("6.1", "kernelcore=8G"), pc(GIB, 0)))
                        .zones())
                .noneMatch(zone -> zone.name().equals("Movable") && zone.isPopulated());
    }
}
