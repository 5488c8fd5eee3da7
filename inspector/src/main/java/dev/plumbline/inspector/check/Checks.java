package dev.plumbline.inspector.check;

import java.util.List;

/** The checks there are. */
public final class Checks {

    /** Every check, in the order of the report: rooms as DESIGN.md draws them, hosts before processes. */
    public static final List<Check> ALL = List.of(
            new HostPageSize(),
            new HostAslrSetting(),
            new HostKaslrSetting(),
            new LayoutVmSplit(),
            new ZoneBoundaries(),
            new ZonePageCountsNest(),
            new ZoneWatermarks(),
            new ZoneLowmemReserve(),
            new ZoneMinFreeKbytes(),
            new ZoneDerivation(),
            new ZonePcp(),
            new ZoneZonelistOrder(),
            new ZonePageblockOrder(),
            new ZoneFreeLists(),
            new ZoneAccounting(),
            new ZoneFragmentationIndex(),
            new PagemapAgrees(),
            new PageTableFrames(),
            new WritableExecutableKernel(),
            new PageTableBytes(),
            new FrameInZone(),
            new WritableExecutable(),
            new ExecutableStack(),
            new AslrOff(),
            new FixedImage(),
            new SharedLayout(),
            new JvmHeapWindow(),
            new JvmCompressedOops(),
            new JvmAslr(),
            new JvmStackGuards(),
            new JvmLargePages(),
            new JvmOwnerTotal(),
            new JvmRssVsCgroup());

    private Checks() {}
}
