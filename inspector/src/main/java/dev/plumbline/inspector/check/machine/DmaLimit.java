package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.reference.zone.derive.KernelRelease;
import dev.plumbline.inspector.reference.zone.derive.Platform;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The highest address that every device of an arm machine reaches. The device tree's dma-ranges, the IORT and the machine's own
 * entry in the kernel say it, and no file repeats it; the end of zone DMA in the boot log does where RAM goes on behind it.
 *
 * @param limitBytes exclusive; empty for none
 * @param evidence where it stands
 */
record DmaLimit(OptionalLong limitBytes, List<Evidence> evidence) {

    private static final Pattern DMA = Pattern.compile(" *DMA +\\[mem 0x[0-9a-f]{1,16}-0x0?([0-9a-f]{1,15})\\] *");
    private static final Pattern NEXT = Pattern.compile(" *(?:DMA32|Normal) +\\[mem .*");

    static DmaLimit of(HostView host, Platform platform, KernelRelease release) {
        Observation<KernelLog> log = host.kernelLog();
        List<LogLine> lines = log.intact().map(KernelLog::lines).orElse(List.of());
        boolean arm64 = platform.machine().equals("aarch64");
        boolean arm = arm64 || platform.machine().equals("arm");
        for (int i = 0; arm && i + 2 < lines.size(); i++) {
            Matcher dma = DMA.matcher(lines.get(i).text());
            boolean more = NEXT.matcher(lines.get(i + 1).text()).matches()
                    || (arm64 && NEXT.matcher(lines.get(i + 2).text()).matches());
            if (dma.matches() && more) {
                long end = Long.parseLong(dma.group(1), 16) + 1;
                return !arm64 || isLimit(end, release)
                        ? new DmaLimit(
                                OptionalLong.of(end),
                                List.of(Evidence.at(
                                        log.path(),
                                        lines.get(i).line(),
                                        lines.get(i).text().strip())))
                        : none();
            }
        }
        return none();
    }

    /** arm64 to 6.10 knows limits of whole bits alone. */
    private static boolean isLimit(long end, KernelRelease release) {
        return release.isAtLeast(6, 11) || Long.bitCount(end) == 1;
    }

    private static DmaLimit none() {
        return new DmaLimit(OptionalLong.empty(), List.of());
    }
}
