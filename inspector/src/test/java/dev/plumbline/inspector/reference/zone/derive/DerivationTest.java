package dev.plumbline.inspector.reference.zone.derive;

import static dev.plumbline.inspector.reference.zone.derive.Machines.GIB;
import static dev.plumbline.inspector.reference.zone.derive.Machines.MIB;
import static dev.plumbline.inspector.reference.zone.derive.Machines.extents;
import static dev.plumbline.inspector.reference.zone.derive.Machines.kernel;
import static dev.plumbline.inspector.reference.zone.derive.Machines.memblock;
import static dev.plumbline.inspector.reference.zone.derive.Machines.pc;
import static dev.plumbline.inspector.reference.zone.derive.Machines.platform;
import static dev.plumbline.inspector.reference.zone.derive.Machines.x86;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Machines that were booted: the expected numbers are those of each kernel's own /proc/zoneinfo. */
class DerivationTest {

    private static final NodeSplit TWO_AND_FOUR = new NodeSplit.ByRange(List.of(
            new NodeRange(0, 0, 0xa0000, false),
            new NodeRange(0, MIB, 2 * GIB, false),
            new NodeRange(1, 2 * GIB, 3 * GIB, false),
            new NodeRange(1, 4 * GIB, 7 * GIB, false)));

    @Test
    void twoNodesOfX86() throws DescriptionException {
        MachineDescription machine = MachineDescription.booting(
                platform("amd64"),
                4,
                kernel("6.1", "console=ttyS0 nokaslr"),
                pc(0xbffdd000L, 3 * GIB),
                new Topology(TWO_AND_FOUR, Map.of(0, 1, 1, 1), Map.of()));

        assertThat(extents(machine))
                .containsExactly(
                        "node 0 DMA 1 4095 3998",
                        "node 0 DMA32 4096 520192 520192",
                        "node 1 DMA32 524288 524288 262109",
                        "node 1 Normal 1048576 786432 786432");
    }

    /** movablecore=600M on two nodes of 5.10: the boot log prints Node 1: 0x153000000. */
    @Test
    void movablecoreIsTakenFromTheEndOfTheLastNode() throws DescriptionException {
        NodeSplit nodes = new NodeSplit.ByRange(List.of(
                new NodeRange(0, 0, 0xa0000, false),
                new NodeRange(0, MIB, 0x7d000000L, false),
                new NodeRange(1, 0x7d000000L, 3 * GIB, false),
                new NodeRange(1, 4 * GIB, 0x178800000L, false)));
        MachineDescription machine = MachineDescription.booting(
                platform("x86_64"),
                4,
                kernel("5.10", "movablecore=600M"),
                pc(0xbffdd000L, 0x78800000L),
                new Topology(nodes, Map.of(0, 1, 1, 1), Map.of()));

        assertThat(extents(machine))
                .containsExactly(
                        "node 0 DMA 1 4095 3998",
                        "node 0 DMA32 4096 507904 507904",
                        "node 1 DMA32 512000 536576 274397",
                        "node 1 Normal 1048576 339968 339968",
                        "node 1 Movable 1388544 153600 153600");
    }

    /** kernelcore=2G on three nodes of 6.12: two of them are too small for their part. */
    @Test
    void kernelcoreIsSpreadOverTheNodes() throws DescriptionException {
        NodeSplit nodes = new NodeSplit.ByRange(List.of(
                new NodeRange(0, 0, 0x5dc00000L, false),
                new NodeRange(1, 0x5dc00000L, 3 * GIB, false),
                new NodeRange(1, 4 * GIB, 0x178800000L, false),
                new NodeRange(2, 0x178800000L, 0x1f5800000L, false)));
        MachineDescription machine = MachineDescription.booting(
                platform("x86_64"),
                4,
                kernel("6.12", "kernelcore=2G hugepages=20"),
                pc(0xbffdd000L, 0xf5800000L),
                new Topology(nodes, Map.of(0, 1, 1, 1, 2, 1), Map.of()));

        assertThat(extents(machine))
                .contains("node 1 Movable 1048576 493568 493568", "node 2 Movable 1542144 512000 512000")
                .noneMatch(zone -> zone.contains("Normal"));
    }

    /** kernelcore=50% of 1 GiB: the boot log prints 0x20400000, a multiple of 4 MiB. */
    @Test
    void aShareIsRoundedUpToTheHighestOrder() throws DescriptionException {
        assertThat(extents(x86(kernel("6.1", "kernelcore=50%"), pc(0x3ffdd000L, 0))))
                .containsExactly(
                        "node 0 DMA 1 4095 3998",
                        "node 0 DMA32 4096 128000 128000",
                        "node 0 Movable 132096 130013 130013");
    }

    @Test
    void movableNodeTakesWhatFirmwareSaysMayGo() throws DescriptionException {
        NodeSplit nodes = new NodeSplit.ByRange(
                List.of(new NodeRange(0, 0, 4 * GIB, false), new NodeRange(1, 4 * GIB, 5 * GIB, true)));
        MachineDescription machine = MachineDescription.booting(
                platform("x86_64"),
                4,
                kernel("6.12", "movable_node kernelcore=1G"),
                pc(0xbffdd000L, GIB),
                new Topology(nodes, Map.of(0, 1), Map.of()));

        assertThat(extents(machine))
                .contains("node 1 Movable 1048576 262144 262144")
                .noneMatch(z -> z.contains("Normal"));
    }

    @Test
    void memCutsOffWhatLiesAboveAnAddressOfX86() throws DescriptionException {
        assertThat(extents(x86(kernel("6.1", "crashkernel=128M mem=1400M nopti"), pc(0x63fdd000L, 0))))
                .containsExactly("node 0 DMA 1 4095 3998", "node 0 DMA32 4096 354304 354304");
    }

    @Test
    void memmapGivesX86AnotherMap() throws DescriptionException {
        assertThat(extents(x86(
                        kernel("6.1", "memmap=exactmap memmap=639K@4K memmap=511M@1M memmap=1M$256M"),
                        pc(0x63fdd000L, 0))))
                .containsExactly("node 0 DMA 1 4095 3999", "node 0 DMA32 4096 126976 126720");
    }

    /** PAE ends at 879 MiB, two-level tables at 875: the boot logs print both. */
    @Test
    void lowmemOf32BitX86EndsBelowTheVmallocArea() throws DescriptionException {
        MachineDescription pae = MachineDescription.booting(
                platform("i686"),
                4,
                kernel("6.1", "", "X86_PAE", "HIGHMEM", "ZONE_DMA", "NR_CPUS=32"),
                pc(0x7ffdd000L, 0),
                Topology.oneNode(1));
        MachineDescription twoLevels = MachineDescription.booting(
                platform("i386"),
                4,
                kernel("6.1", "", "HIGHMEM", "ZONE_DMA", "NR_CPUS=32"),
                pc(0x4ffdd000L, 0),
                Topology.oneNode(1));

        assertThat(extents(pae))
                .containsExactly(
                        "node 0 DMA 1 4095 3998",
                        "node 0 Normal 4096 221182 221182",
                        "node 0 HighMem 225278 298975 298975");
        assertThat(extents(twoLevels))
                .containsExactly(
                        "node 0 DMA 1 4095 3998",
                        "node 0 Normal 4096 220158 220158",
                        "node 0 HighMem 224254 103391 103391");
    }

    @Test
    void armKeepsRoomForTheVmallocArea() throws DescriptionException {
        Kernel armmp = kernel("6.1", "", "ZONE_DMA", "HIGHMEM", "ARCH_FORCE_MAX_ORDER=12");
        MachineDescription machine =
                MachineDescription.booting(platform("armv7l"), 4, armmp, memblock(GIB, 3 * GIB), Topology.oneNode(1));

        assertThat(extents(machine))
                .containsExactly("node 0 DMA 262144 196608 196608", "node 0 HighMem 458752 327680 327680");
        assertThat(Derivation.of(machine).maxOrder()).isEqualTo(11);
    }

    /** All of RAM below 4 GiB is in DMA; with a limit of 1 GiB, as a Raspberry Pi 4 has, DMA32 takes the rest. */
    @Test
    void arm64DividesByWhatDevicesReach() throws DescriptionException {
        Kernel kernel = kernel("6.1", "", "ZONE_DMA", "ZONE_DMA32");
        MachineDescription machine =
                MachineDescription.booting(platform("arm64"), 4, kernel, memblock(0, 8 * GIB), Topology.oneNode(4));
        MachineDescription limited = new MachineDescription(
                machine.platform(),
                4,
                kernel,
                machine.memory(),
                machine.topology(),
                OptionalLong.of(GIB),
                Tunables.BOOT,
                Reservations.unknown(),
                List.of());

        assertThat(extents(machine))
                .containsExactly("node 0 DMA 0 1048576 1048576", "node 0 Normal 1048576 1048576 1048576");
        assertThat(extents(limited))
                .containsExactly(
                        "node 0 DMA 0 262144 262144",
                        "node 0 DMA32 262144 786432 786432",
                        "node 0 Normal 1048576 1048576 1048576");
    }

    @Test
    void theOthersHaveTheirOwnLimits() throws DescriptionException {
        assertThat(extents(MachineDescription.booting(
                        platform("s390x"), 4, kernel("6.12", ""), memblock(0, 0x2bc00000L), Topology.oneNode(1))))
                .containsExactly("node 0 DMA 0 179200 179200");
        assertThat(extents(MachineDescription.booting(
                        platform("ppc64el"), 64, kernel("6.12", ""), memblock(0, 0x60000000L), Topology.oneNode(1))))
                .containsExactly("node 0 Normal 0 24576 24576");
        assertThat(extents(MachineDescription.booting(
                        platform("riscv64"), 4, kernel("7.2", ""), memblock(2 * GIB, 6 * GIB), Topology.oneNode(1))))
                .containsExactly("node 0 DMA32 524288 524288 524288", "node 0 Normal 1048576 524288 524288");
    }

    /** Four blocks of 128 MiB onlined as Movable behind a machine of 1 GiB. */
    @Test
    void addedMemoryIsInTheZoneThatTookIt() throws DescriptionException {
        MachineDescription booted = x86(kernel("7.2", "movable_node"), pc(0x3e7dd000L, 0));
        MachineDescription grown = new MachineDescription(
                booted.platform(),
                4,
                booted.kernel(),
                booted.memory(),
                booted.topology(),
                OptionalLong.empty(),
                Tunables.BOOT,
                Reservations.unknown(),
                List.of(
                        new AddedMemory(0, "Movable", 4 * GIB, 4 * GIB + 256 * MIB),
                        new AddedMemory(0, "Movable", 4 * GIB + 256 * MIB, 4 * GIB + 512 * MIB)));

        assertThat(extents(grown))
                .containsExactly(
                        "node 0 DMA 1 4095 3998",
                        "node 0 DMA32 4096 251869 251869",
                        "node 0 Movable 1048576 131072 131072");
    }

    /** As each capture of 512 MiB, 6.1, and of its boot log: 117104 managed pages of which 2716 were freed late. */
    @Test
    void whatAllZonesHaveTogetherNarrowsEach() throws DescriptionException {
        MachineDescription plain = x86(kernel("6.1", ""), pc(0x1ffdd000L, 0));
        MachineDescription known = new MachineDescription(
                plain.platform(),
                4,
                plain.kernel(),
                plain.memory(),
                plain.topology(),
                OptionalLong.empty(),
                Tunables.BOOT,
                new Reservations(
                        List.of(),
                        OptionalInt.of(64),
                        OptionalLong.empty(),
                        Optional.of(new Reservations.HandedOver(17421, 3586)),
                        false,
                        false),
                List.of());

        Interval loose =
                Derivation.of(plain).zone(0, "DMA32").orElseThrow().managed().pages();
        Interval narrow =
                Derivation.of(known).zone(0, "DMA32").orElseThrow().managed().pages();
        assertThat(narrow).isEqualTo(new Interval(117104 - 3998, 117104 - 0));
        assertThat(loose.contains(113264)).isTrue();
        assertThat(narrow.contains(113264)).isTrue();
        assertThat(loose.least()).isLessThan(narrow.least());
    }

    @Test
    void zonelistsGoFromTheHighestZoneOfTheNearestNodeDown() throws DescriptionException {
        DerivedMachine machine = Derivation.of(MachineDescription.booting(
                platform("x86_64"),
                4,
                kernel("6.1", ""),
                pc(0xbffdd000L, 3 * GIB),
                new Topology(TWO_AND_FOUR, Map.of(0, 1, 1, 1), Map.of())));

        assertThat(machine.nodes().get(1).zonelist())
                .containsExactly(
                        new DerivedNode.ZoneRef(1, "Normal"),
                        new DerivedNode.ZoneRef(1, "DMA32"),
                        new DerivedNode.ZoneRef(0, "DMA32"),
                        new DerivedNode.ZoneRef(0, "DMA"));
        assertThat(machine.pageblockOrder()).isEqualTo(9);
        assertThat(machine.presentPages()).isEqualTo(1572731);
    }
}
