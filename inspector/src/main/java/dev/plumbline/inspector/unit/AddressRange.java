package dev.plumbline.inspector.unit;

/**
 * A half-open range of virtual addresses, compared unsigned.
 *
 * @param start first address
 * @param end first address behind the range; zero stands for 2^64 where start is not zero
 */
public record AddressRange(VirtAddr start, VirtAddr end) {

    /** @throws IllegalArgumentException if the range ends before it starts */
    public AddressRange {
        if (end.value() != 0 && start.compareTo(end) > 0) {
            throw new IllegalArgumentException("range ends before it starts: " + start + "-" + end);
        }
    }

    /** The range of two raw addresses. */
    public static AddressRange of(long start, long end) {
        return new AddressRange(new VirtAddr(start), new VirtAddr(end));
    }

    /** Its size in bytes, unsigned; a range up to 2^64 wraps as the kernel's own arithmetic does. */
    public long sizeBytes() {
        return end.value() - start.value();
    }

    /** Whether the address lies inside. */
    public boolean contains(VirtAddr address) {
        return Long.compareUnsigned(address.value() - start.value(), sizeBytes()) < 0;
    }

    /** Whether the whole other range lies inside; an empty range lies inside where its start does. */
    public boolean contains(AddressRange other) {
        return Long.compareUnsigned(other.start.value() - start.value(), sizeBytes()) <= 0
                && Long.compareUnsigned(other.end.value() - 1 - start.value(), sizeBytes() - 1) <= 0;
    }

    /** {@code start-end} in hex, as /proc/PID/maps prints it; an end of 2^64 in full. */
    @Override
    public String toString() {
        boolean full = end.value() == 0 && start.value() != 0;
        return "%x-%s".formatted(start.value(), full ? "10000000000000000" : Long.toHexString(end.value()));
    }
}
