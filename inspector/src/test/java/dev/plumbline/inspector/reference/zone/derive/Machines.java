package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Machines for tests. */
final class Machines {

    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;

    private Machines() {}

    static Kernel kernel(String release, String cmdline, String... options) {
        String[] numbers = release.split("\\.", -1);
        Map<String, String> build = new java.util.HashMap<>();
        for (String option : options) {
            String[] parts = option.split("=", 2);
            build.put("CONFIG_" + parts[0], parts.length > 1 ? parts[1] : "y");
        }
        return new Kernel(
                new KernelRelease(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])),
                new KernelBuild(build),
                BootOptions.parse(cmdline));
    }

    static Platform platform(String name) {
        return Platforms.named(name).orElseThrow();
    }

    /** Firmware's map of a machine emulated by QEMU: 640 KiB, then from 1 MiB to the end of low RAM, then from 4 GiB. */
    static PhysicalMap pc(long lowEnd, long highBytes) {
        List<RamRange> ranges = new ArrayList<>(List.of(
                RamRange.ram(0, 0x9fc00),
                new RamRange(0x9fc00, 0xa0000, RamRange.Kind.RESERVED),
                new RamRange(0xf0000, 0x100000, RamRange.Kind.RESERVED),
                RamRange.ram(MIB, lowEnd),
                new RamRange(lowEnd, (lowEnd + MIB - 1) / MIB * MIB, RamRange.Kind.RESERVED)));
        if (highBytes > 0) {
            ranges.add(RamRange.ram(4 * GIB, 4 * GIB + highBytes));
        }
        return new PhysicalMap(ranges, PhysicalMap.Stage.FIRMWARE);
    }

    static PhysicalMap memblock(long start, long end) {
        return new PhysicalMap(List.of(RamRange.ram(start, end)), PhysicalMap.Stage.MEMBLOCK);
    }

    static MachineDescription x86(Kernel kernel, PhysicalMap memory) {
        return MachineDescription.booting(platform("x86_64"), 4, kernel, memory, Topology.oneNode(1));
    }

    /** start, spanned and present of every zone that has pages, as {@code node name start spanned present}. */
    static List<String> extents(MachineDescription machine) throws DescriptionException {
        return Derivation.of(machine).zones().stream()
                .filter(DerivedZone::isPopulated)
                .map(z -> "%s %d %d %d"
                        .formatted(
                                z.subject(),
                                z.extent().startPfn(),
                                z.extent().spannedPages(),
                                z.extent().presentPages()))
                .toList();
    }
}
