package dev.plumbline.inspector.reference.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Frames are written as the boot log of a real machine prints them; the expected numbers stand in its zoneinfo. */
class ZoneLayoutTest {

    @Test
    void nodesShareZonesAndHolesAreSpanned() {
        ZoneLayout layout = new ZoneLayout(
                List.of(
                        new NodeMemory(0, 0x1, 0x9f),
                        new NodeMemory(0, 0x100, 0x80000),
                        new NodeMemory(1, 0x80000, 0xbffdd),
                        new NodeMemory(1, 0x100000, 0x1c0000)),
                List.of(
                        new ZoneRange("DMA", 0x1, 0x1000),
                        new ZoneRange("DMA32", 0x1000, 0x100000),
                        new ZoneRange("Normal", 0x100000, 0x1c0000)),
                Map.of());

        assertThat(layout.extents())
                .containsExactly(
                        new ZoneExtent(0, "DMA", 1, 4095, 3998),
                        new ZoneExtent(0, "DMA32", 4096, 520192, 520192),
                        new ZoneExtent(0, "Normal", 0, 0, 0),
                        new ZoneExtent(0, "Movable", 0, 0, 0),
                        new ZoneExtent(1, "DMA", 0, 0, 0),
                        new ZoneExtent(1, "DMA32", 524288, 524288, 262109),
                        new ZoneExtent(1, "Normal", 1048576, 786432, 786432),
                        new ZoneExtent(1, "Movable", 0, 0, 0));
    }

    @Test
    void movableTakesTheEnd() {
        ZoneLayout layout = new ZoneLayout(
                List.of(new NodeMemory(0, 0x1, 0x9f), new NodeMemory(0, 0x100, 0x3ffdd)),
                List.of(new ZoneRange("DMA", 0x1, 0x1000), new ZoneRange("DMA32", 0x1000, 0x3ffdd)),
                Map.of(0, 0x20400L));

        assertThat(layout.extents())
                .containsExactly(
                        new ZoneExtent(0, "DMA", 1, 4095, 3998),
                        new ZoneExtent(0, "DMA32", 4096, 128000, 128000),
                        new ZoneExtent(0, "Movable", 132096, 130013, 130013));
    }

    @Test
    void pageblocksAreCountedWhereTheirSectionHasRamOfTheNode() {
        List<NodeMemory> memory = List.of(
                new NodeMemory(0, 0x1, 0x9f),
                new NodeMemory(0, 0x100, 0x80000),
                new NodeMemory(1, 0x80000, 0xbffdd),
                new NodeMemory(1, 0x100000, 0x1c0000));

        PageblockCount count = new PageblockCount(memory, 0x8000, PageblockCount.Holes.NEIGHBOUR);

        assertThat(count.of(new ZoneExtent(0, "DMA", 1, 4095, 3998), true, 9)).isEqualTo(8);
        assertThat(count.of(new ZoneExtent(1, "DMA32", 524288, 524288, 262109), false, 9))
                .isEqualTo(512);
        assertThat(count.of(new ZoneExtent(1, "Normal", 1048576, 786432, 786432), false, 9))
                .isEqualTo(1536);
    }

    /** The numbers that 6.1 printed with mem=1000M memmap=64M$512M: the hole lies in a section that also has RAM. */
    @Test
    void pageblocksAreCountedWhereTheirSubsectionHasRam() {
        List<NodeMemory> memory = List.of(
                new NodeMemory(0, 0x1, 0x9f), new NodeMemory(0, 0x100, 0x20000), new NodeMemory(0, 0x24000, 0x3e800));

        assertThat(new PageblockCount(memory, 0x200, PageblockCount.Holes.NEIGHBOUR)
                        .of(new ZoneExtent(0, "DMA32", 0x1000, 0x3d800, 235520), false, 9))
                .isEqualTo(460);
    }

    /** The numbers that 5.10 for i386 printed with 5000 MiB: HighMem spans the hole below 4 GiB. */
    @Test
    void pageblocksOfHolesThatNobodyWroteAreNotCounted() {
        List<NodeMemory> memory = List.of(
                new NodeMemory(0, 0x1, 0x9f), new NodeMemory(0, 0x100, 0xbffdd), new NodeMemory(0, 0x100000, 0x178800));
        PageblockCount count = new PageblockCount(memory, 0, PageblockCount.Holes.FIRST_ZONE);

        assertThat(count.of(new ZoneExtent(0, "HighMem", 0x2e7fe, 0x14a002, 1089503), false, 9))
                .isEqualTo(2128);
        assertThat(count.of(new ZoneExtent(0, "DMA", 1, 4095, 3998), true, 9)).isEqualTo(8);
    }
}
