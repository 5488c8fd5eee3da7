package dev.plumbline.inspector.source.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what a file says it holds, and how much of that lies behind its end. */
final class Claims {

    /** A kdump core has a segment or two for each range of RAM; a filtered one some ten thousand. */
    static final int MOST = 1 << 20;

    private final ImageFile file;
    private final List<Extent> held = new ArrayList<>();
    private final List<Extent> missing = new ArrayList<>();

    Claims(ImageFile file) {
        this.file = file;
    }

    /**
     * Adds a run; the part behind the file's end is noted as missing.
     *
     * @param first physical address of the first byte
     * @param last physical address of the last byte, not below the first
     * @param offset where the file holds the first byte, unsigned
     */
    void add(long first, long last, long offset) throws NotAnImageException {
        if (held.size() + missing.size() >= MOST) {
            throw file.refused("describes more than %d ranges of memory".formatted(MOST));
        }
        Optional<Extent> there = Extent.within(file.sizeBytes(), first, last, offset);
        there.ifPresent(held::add);
        long behind = there.map(e -> e.last() + 1).orElse(first);
        if (there.isEmpty() || there.get().last() != last) {
            missing.add(new Extent(behind, last, 0));
        }
    }

    /** What the file holds. */
    List<Extent> held() {
        return held;
    }

    /** One sentence about what lies behind the file's end; empty where nothing does. */
    Optional<String> shortfall() {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Extent one = missing.get(0);
        return Optional.of("%s ends at %d bytes, before what it describes: %#x-%#x%s behind its end and not held"
                .formatted(
                        file.path(),
                        file.sizeBytes(),
                        one.first(),
                        one.last(),
                        missing.size() == 1 ? " lies" : " and %d more ranges lie".formatted(missing.size() - 1)));
    }
}
