package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;

/**
 * Address space between two neighbouring mappings, in which nothing is mapped.
 *
 * @param range from the end of the one to the start of the other
 * @param below the mapping below
 * @param above the mapping above
 */
public record Gap(AddressRange range, Vma below, Vma above) {

    /** Its size; unsigned, as the gap below a mapping of the kernel's half is larger than a signed number. */
    public long sizeBytes() {
        return range.sizeBytes();
    }

    /** Those between ascending mappings. */
    static List<Gap> between(List<Vma> vmas) {
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < vmas.size(); i++) {
            VirtAddr belowEnd = vmas.get(i - 1).range().end();
            VirtAddr aboveStart = vmas.get(i).range().start();
            AddressRange free = AddressRange.of(belowEnd.value(), aboveStart.value());
            if (free.sizeBytes() != 0) {
                gaps.add(new Gap(free, vmas.get(i - 1), vmas.get(i)));
            }
        }
        return gaps;
    }
}
