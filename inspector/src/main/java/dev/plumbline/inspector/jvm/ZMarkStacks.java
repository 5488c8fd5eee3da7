package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;

/**
 * Where ZGC of jdk-11 keeps the stacks of its marking: at a fixed address one TiB behind the last of its views of the heap, as each
 * such JVM's mappings show. Later releases let the kernel choose the place.
 */
final class ZMarkStacks {

    private static final long BEHIND_THE_VIEWS = 1L << 40;

    private ZMarkStacks() {}

    /**
     * Claims the mapping that begins there, if one does.
     *
     * @param viewsEnd the address behind the highest view
     */
    static void claim(long viewsEnd, Mappings mappings, ClaimList claims) {
        long start = viewsEnd + BEHIND_THE_VIEWS;
        Optional<AddressRange> mapped = mappings.at(start)
                .filter(vma -> vma.range().start().value() == start)
                .map(vma -> vma.range());
        mapped.ifPresent(range ->
                claims.add(range, Owner.GC, "mark stacks", "the fixed address of ZGC's mark stacks", Backing::table));
    }
}
