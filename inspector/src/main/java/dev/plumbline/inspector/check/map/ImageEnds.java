package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.inspector.jvm.vmstructs.ElfImage;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Anonymous memory that the kernel joined with the bss of an image in front of it (mm/vma.c, {@code vma_merge}). Maps shows one
 * mapping; the image's program headers say where the bss ends, and what follows is nobody's yet.
 */
final class ImageEnds {

    private static final String EVIDENCE = "behind the last segment of the program headers";

    private final List<Vma> maps;
    private final ProcessMemory memory;
    private final long pageBytes;

    ImageEnds(List<Vma> maps, ProcessMemory memory, long pageBytes) {
        this.maps = maps;
        this.memory = memory;
        this.pageBytes = pageBytes;
    }

    /** A claim for each such piece of memory, ascending. */
    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        Optional<Vma> first = Optional.empty();
        for (int i = 0; i + 1 < maps.size(); i++) {
            Vma vma = maps.get(i);
            if (vma.fileBacked() && vma.offsetBytes() == 0) {
                first = Optional.of(vma);
            }
            Vma behind = maps.get(i + 1);
            boolean ofTheSame = first.filter(
                            f -> f.inode() == vma.inode() && f.path().equals(vma.path()))
                    .isPresent();
            if (ofTheSame && vma.fileBacked() && vma.writable() && couldBeBss(vma, behind)) {
                beyond(first.get(), behind).ifPresent(claims::add);
            }
        }
        return claims;
    }

    private static boolean couldBeBss(Vma data, Vma behind) {
        return behind.path().isEmpty()
                && !behind.fileBacked()
                && behind.writable()
                && behind.range().start().equals(data.range().end());
    }

    private Optional<Claim> beyond(Vma first, Vma bss) {
        if (!(ElfImage.at(memory, first.range().start().value()) instanceof ElfImage.Loaded loaded)) {
            return Optional.empty();
        }
        long end = (loaded.image().end() + pageBytes - 1) & -pageBytes;
        long start = bss.range().start().value();
        VirtAddr from = new VirtAddr(Long.compareUnsigned(end, start) > 0 ? end : start);
        return from.compareTo(bss.range().end()) < 0
                ? Optional.of(new Claim(new AddressRange(from, bss.range().end()), Owner.ANONYMOUS, "", EVIDENCE))
                : Optional.empty();
    }
}
