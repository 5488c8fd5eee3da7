package dev.plumbline.inspector.arch;

/**
 * Where a 32-bit kernel divides the 4 GiB between user and kernel.
 *
 * @param pageOffset first address of the kernel's linear map (CONFIG_PAGE_OFFSET)
 */
public record VmSplit(long pageOffset) {

    /** CONFIG_VMSPLIT_3G, the default. */
    public static final VmSplit G3 = new VmSplit(0xc0000000L);

    /** CONFIG_VMSPLIT_3G_OPT: the whole of 1 GiB of RAM as lowmem. */
    public static final VmSplit G3_OPT = new VmSplit(0xb0000000L);

    /** CONFIG_VMSPLIT_2G. */
    public static final VmSplit G2 = new VmSplit(0x80000000L);

    /** CONFIG_VMSPLIT_2G_OPT of i386. */
    public static final VmSplit G2_OPT = new VmSplit(0x78000000L);

    /** CONFIG_VMSPLIT_1G. */
    public static final VmSplit G1 = new VmSplit(0x40000000L);

    /** @throws IllegalArgumentException if it is no page-aligned address between 0 and 4 GiB */
    public VmSplit {
        if (pageOffset <= 0 || pageOffset >= 1L << 32 || (pageOffset & 0xfff) != 0) {
            throw new IllegalArgumentException("%#x divides no 4 GiB".formatted(pageOffset));
        }
    }

    /** {@code 3:1} and the like where the parts are whole GiB, else the address. */
    @Override
    public String toString() {
        long gib = pageOffset >> 30;
        return pageOffset == gib << 30 ? gib + ":" + (4 - gib) : "split at %#x".formatted(pageOffset);
    }
}
