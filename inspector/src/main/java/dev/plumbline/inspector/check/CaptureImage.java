package dev.plumbline.inspector.check;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.observed.Damage;
import dev.plumbline.inspector.observed.FrameIndex;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;

/**
 * The part of a machine's physical memory that a capture holds in {@code mmu/physmem.bin}, whose frames
 * {@code mmu/physmem.idx} names.
 *
 * @param memory the frames; one that is not there is not held, never zero
 * @param frameSizeBytes how much each row of the index stands for
 * @param damage rows that could not be used, and frames that the file ends before; none of them is held
 */
public record CaptureImage(FrameMemory memory, int frameSizeBytes, List<Damage> damage) {

    static final String INDEX = "mmu/physmem.idx";
    static final String FRAMES = "mmu/physmem.bin";

    /** Copies the list. */
    public CaptureImage {
        damage = List.copyOf(damage);
    }

    /** That an entry is not held, in words, with what is damaged. */
    String whyNotHeld(PhysAddr entry) {
        String why = "the image does not hold the entry at " + entry;
        return damage.isEmpty() ? why : why + " (" + damage.get(0) + ")";
    }

    /** The image of a capture, read once a run; absent on a live host. */
    public static Reading<CaptureImage> of(HostView host) {
        return host.once("capture image", () -> read(host));
    }

    private static Reading<CaptureImage> read(HostView host) {
        KernelFiles files = host.files();
        Reading<Parsed<FrameIndex>> index =
                HostView.observe(INDEX, files.read(INDEX), FrameIndex::parse).reading();
        if (index.content().isEmpty()) {
            return index.withoutContent();
        }
        Parsed<FrameIndex> rows = index.content().get();
        ImageLayout layout = ImageLayout.of(rows.value(), BasePage.sizeKib(host));
        if (!layout.whyUnusable().isEmpty()) {
            return new Reading.Failed<>(index.provenance(), INDEX + " " + layout.whyUnusable());
        }
        if (layout.heldBytes() > Runtime.getRuntime().maxMemory() / 2) {
            return new Reading.Failed<>(
                    index.provenance(),
                    "%s names %d MiB of frames; this Java heap of %d MiB takes half of that much (a larger -Xmx would do)"
                            .formatted(
                                    INDEX,
                                    layout.heldBytes() >> 20,
                                    Runtime.getRuntime().maxMemory() >> 20));
        }
        return files.stream(FRAMES, in -> new ImageLoader(layout, rows.damage()).load(in));
    }
}
