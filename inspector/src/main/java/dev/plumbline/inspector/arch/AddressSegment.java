package dev.plumbline.inspector.arch;

/**
 * A run of entry bits that holds a run of physical-address bits.
 *
 * @param entryLow lowest bit in the entry
 * @param width number of bits
 * @param addressLow lowest bit in the physical address
 */
public record AddressSegment(int entryLow, int width, int addressLow) {

    /** Address bits {@code high:low} that stand at their own place in the entry. */
    static AddressSegment inPlace(int high, int low) {
        return new AddressSegment(low, high - low + 1, low);
    }

    /** The entry bits it occupies. */
    public long mask() {
        return ones(width) << entryLow;
    }

    long gather(long raw) {
        return (raw >>> entryLow & ones(width)) << addressLow;
    }

    long scatter(long address) {
        return (address >>> addressLow & ones(width)) << entryLow;
    }

    private static long ones(int width) {
        return -1L >>> (Long.SIZE - width);
    }
}
