package dev.plumbline.inspector.reference.mmu;

import org.jspecify.annotations.Nullable;

/**
 * Where walks stood before their last entry, by the upper bits of the address: what a processor's paging-structure cache is
 * for (Intel SDM vol. 3, 4.10.3). Direct-mapped.
 */
final class WalkCache {

    /** All addresses whose last entries stand in one piece of {@link TableWords}. */
    static final class Place {
        /** No address has this tag: none is all ones after the shift. */
        private static final long VACANT = -1;

        private long tag;
        private LevelCode code;
        private int position;
        private long all;
        private long any;

        private Place(LevelCode code) {
            this.code = code;
        }

        /** Level of the entry to read next. */
        LevelCode code() {
            return code;
        }

        /** Where an address's entry stands. */
        int position(long address) {
            return position + code.units(address);
        }

        /** {@link Path#all} above that entry. */
        long all() {
            return all;
        }

        /** {@link Path#any} above that entry. */
        long any() {
            return any;
        }
    }

    private final int tagShift;
    private final @Nullable Place[] places;

    /**
     * An empty cache.
     *
     * @param tagShift log2 of the bytes of address space that a place is for; at least 1
     * @param size how many places there are; a power of two
     */
    WalkCache(int tagShift, int size) {
        this.tagShift = tagShift;
        this.places = new Place[size];
    }

    /** The place that holds an address. None is null and no Optional, which would be made for every walk. */
    @Nullable
    Place find(long address) {
        Place place = places[slot(address)];
        return place != null && place.tag == address >>> tagShift ? place : null;
    }

    private int slot(long address) {
        return (int) (address >>> tagShift) & (places.length - 1);
    }

    /** Remembers where the last entry of an address's walk stands. */
    void put(long address, LevelCode code, int position, long all, long any) {
        int slot = slot(address);
        Place place = places[slot];
        if (place == null) {
            place = new Place(code);
            places[slot] = place;
        }
        place.tag = address >>> tagShift;
        place.code = code;
        place.position = position - code.units(address);
        place.all = all;
        place.any = any;
    }

    void clear() {
        for (Place place : places) {
            if (place != null) {
                place.tag = Place.VACANT;
            }
        }
    }
}
