package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process's mappings, to be asked what lies in a range. */
public final class Mappings {

    private final List<Vma> vmas;

    /** Lines out of order are for the parser to report; here they are put in order. */
    public Mappings(List<Vma> maps) {
        List<Vma> sorted = new ArrayList<>(maps);
        sorted.sort((a, b) -> a.range().start().compareTo(b.range().start()));
        this.vmas = List.copyOf(sorted);
    }

    /** The mapping that an address lies in. */
    public Optional<Vma> at(long address) {
        int i = firstEndingAfter(address);
        return i < vmas.size() && vmas.get(i).range().contains(new VirtAddr(address))
                ? Optional.of(vmas.get(i))
                : Optional.empty();
    }

    /** The mappings that a range touches, in order. */
    public List<Vma> in(AddressRange range) {
        List<Vma> found = new ArrayList<>();
        if (range.sizeBytes() == 0) {
            return found;
        }
        long last = range.end().value() - 1;
        for (int i = firstEndingAfter(range.start().value()); i < vmas.size(); i++) {
            if (Long.compareUnsigned(vmas.get(i).range().start().value(), last) > 0) {
                break;
            }
            found.add(vmas.get(i));
        }
        return found;
    }

    /** Whether every byte of a range is mapped. */
    public boolean cover(AddressRange range) {
        long at = range.start().value();
        for (Vma vma : in(range)) {
            if (Long.compareUnsigned(vma.range().start().value(), at) > 0) {
                return false;
            }
            at = vma.range().end().value();
        }
        return range.sizeBytes() == 0
                || Long.compareUnsigned(at - 1, range.end().value() - 1) >= 0;
    }

    private int firstEndingAfter(long address) {
        int low = 0;
        int high = vmas.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(vmas.get(middle).range().end().value() - 1, address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
