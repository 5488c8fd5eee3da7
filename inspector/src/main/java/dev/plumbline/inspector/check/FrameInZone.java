package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.SmapsVma;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every present page of a process lies in RAM and in a zone, unless its mapping shows a device's memory.
 *
 * <p>Sources: for_each_mem_pfn_range, mm/memblock.c (which frames of System RAM are used); memremap_pages, mm/memremap.c
 * (ZONE_DEVICE: pages of DAX and CXL, outside System RAM); VM_PFNMAP, VM_MIXEDMAP and VM_IO in include/linux/mm.h (frames
 * that are not managed as RAM).
 */
final class FrameInZone implements ProcessCheck {

    private static final List<String> DEVICE_FLAGS = List.of("pf", "mm", "io");

    @Override
    public String id() {
        return "mmu.frame-in-zone";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(
                "proc/PID/maps",
                "proc/PID/smaps",
                "proc/PID/status",
                "proc/PID/pagemap",
                "proc/iomem",
                "proc/zoneinfo");
    }

    @Override
    public void examine(ProcessView process, HostView host, Findings findings) {
        ProcessMemory.Outcome outcome = ProcessMemory.of(process);
        if (outcome instanceof ProcessMemory.Unread unread) {
            findings.add(this, process.subject(), unread.why(), List.of());
        } else if (outcome instanceof ProcessMemory.Digested digested) {
            judge(process, digested.memory(), HostMemory.of(host), findings);
        }
    }

    private void judge(ProcessView process, ProcessMemory memory, HostMemory host, Findings findings) {
        if (host.noFrames().isPresent()) {
            findings.add(this, process.subject(), host.noFrames().get(), List.of());
            return;
        }
        if (memory.framesHidden() > 0) {
            Verdict hidden = new Verdict.NotObservable(
                    "%s shows no frame numbers for %d present pages"
                            .formatted(process.path("pagemap"), memory.framesHidden()),
                    "CAP_SYS_ADMIN");
            findings.add(this, process.subject(), hidden, List.of());
            return;
        }
        FrameTally frames = memory.frames().orElseThrow();
        FrameMap map = host.frames().orElseThrow();
        List<FrameTally.Outside> stray = new ArrayList<>();
        List<Verdict.Term> device = new ArrayList<>();
        for (FrameTally.Outside outside : frames.outside()) {
            recognise(outside)
                    .ifPresentOrElse(e -> device.add(new Verdict.Term(outside.frames(), e)), () -> stray.add(outside));
        }
        findings.add(
                this,
                process.subject(),
                verdict(memory, frames, stray, device, process, map),
                stray.stream().limit(8).map(o -> evidence(process, o, map)).toList());
    }

    private static Verdict verdict(
            ProcessMemory memory,
            FrameTally frames,
            List<FrameTally.Outside> stray,
            List<Verdict.Term> device,
            ProcessView process,
            FrameMap map) {
        long outside =
                frames.outside().stream().mapToLong(FrameTally.Outside::frames).sum();
        if (!stray.isEmpty() && map.unlistedFrames() > 0) {
            return new Verdict.NotObservable(
                    "proc/iomem is not whole: zones have %d more present pages than it lists RAM"
                            .formatted(map.unlistedFrames()),
                    "");
        }
        if (!stray.isEmpty()) {
            long strayFrames =
                    stray.stream().mapToLong(FrameTally.Outside::frames).sum();
            return new Verdict.Violated(
                    strayFrames + " frames outside RAM",
                    "0",
                    evidence(process, stray.get(0), map).text());
        }
        return outside == 0
                ? new Verdict.Holds(
                        "%d present pages, all in RAM".formatted(frames.inRam()),
                        "all in RAM and in a zone",
                        memory.notRead().isEmpty() ? "" : "pagemap was not read in " + memory.notReadByName())
                : new Verdict.Explained(outside, 0, "frames", device, "the memory of devices, recognised from iomem");
    }

    /** What makes frames outside RAM legitimate. */
    private static Optional<Evidence> recognise(FrameTally.Outside outside) {
        if (outside.device().isPresent() && outside.vma().vma().fileBacked()) {
            IomemRange range = outside.device().get();
            return Optional.of(Evidence.at(
                    "proc/iomem",
                    range.line(),
                    range.name() + ", mapped from " + outside.vma().vma().path()));
        }
        boolean io = DEVICE_FLAGS.stream().anyMatch(outside.vma()::hasFlag);
        boolean ram =
                outside.range().filter(r -> r.name().startsWith("System RAM")).isPresent();
        if (io && !ram && outside.range().isPresent()) {
            IomemRange range = outside.range().get();
            return Optional.of(Evidence.at(
                    "proc/iomem",
                    range.line(),
                    range.name() + ", mapped by a driver: VmFlags "
                            + String.join(" ", outside.vma().vmFlags())));
        }
        return Optional.empty();
    }

    private static Evidence evidence(ProcessView process, FrameTally.Outside outside, FrameMap map) {
        SmapsVma vma = outside.vma();
        String where = outside.range()
                .map(r -> "in " + r.name() + ", proc/iomem line " + r.line())
                .orElse("in no range of proc/iomem");
        String what = map.isRam(outside.firstPfn()) ? where + ", and in no zone" : where;
        return Evidence.at(
                process.path("maps"),
                vma.vma().line(),
                "%x shows frame %x, %s (%d frames)"
                        .formatted(outside.firstAddress(), outside.firstPfn(), what, outside.frames()));
    }
}
