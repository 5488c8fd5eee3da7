package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.unit.VirtAddr;

/**
 * On which side of the address space an address stands.
 *
 * @param side user, kernel, or neither
 * @param canonical whether a walk of it can begin
 * @param effective the address that is walked: a tag that the hardware ignores is replaced by the sign
 * @param says one sentence for people
 */
public record Standing(Side side, boolean canonical, VirtAddr effective, String says) {

    /** The parts of an address space. */
    public enum Side {
        /** Where user mappings may be. */
        USER,
        /** Where the kernel's own mappings are. */
        KERNEL,
        /** Between the two; nothing can be mapped there. */
        HOLE,
        /** Wider than the architecture's addresses. */
        TOO_WIDE
    }

    /**
     * Which bits of an address the hardware ignores.
     *
     * @param kernelTopByte whether the kernel's own addresses carry tags in bits 63:56 (CONFIG_KASAN_SW_TAGS, _HW_TAGS)
     * @param userMask the bits of a user address that count: {@code untag_mask} of /proc/PID/status, where all are set
     *     without linear address masking
     */
    public record Tags(boolean kernelTopByte, long userMask) {
        /** No tags but those that arm64 always ignores. */
        public static final Tags NONE = new Tags(false, -1);
    }

    private static final long TOP_BYTE = 0xffL << 56;
    private static final long SIGN = 1L << 55;

    /** Where an address stands. */
    public static Standing of(Architecture architecture, VirtAddr address, Tags tags) {
        AddressSpace space = architecture.addressSpace();
        if (architecture.format().vaBits() == Integer.SIZE && address.value() >>> Integer.SIZE != 0) {
            return new Standing(Side.TOO_WIDE, false, address, "wider than this architecture's 32 bits");
        }
        if (space.user().contains(address)) {
            return new Standing(Side.USER, true, address, user(space, address));
        }
        if (space.kernel().contains(address)) {
            return new Standing(
                    Side.KERNEL,
                    true,
                    address,
                    "kernel half, from " + space.kernel().start() + " up");
        }
        VirtAddr untagged = untagged(architecture, address, tags);
        if (!untagged.equals(address)) {
            Standing plain = of(architecture, untagged, Tags.NONE);
            String says = "tagged %#x, which the hardware ignores: %s; %s"
                    .formatted((address.value() ^ untagged.value()) >>> 56 & 0xff, untagged, plain.says());
            if (plain.side() == Side.USER || plain.side() == Side.KERNEL) {
                return new Standing(plain.side(), true, untagged, says);
            }
        }
        return new Standing(
                Side.HOLE, architecture.format().isCanonical(address), address, hole(architecture, address));
    }

    /** TCR_EL1.TBI0 is always set, TBI1 for tag-based KASAN alone (arch/arm64/mm/proc.S, TCR_KASAN_SW_FLAGS). */
    private static VirtAddr untagged(Architecture architecture, VirtAddr address, Tags tags) {
        long value = address.value();
        if (architecture instanceof Aarch64) {
            boolean lower = (value & SIGN) == 0;
            return new VirtAddr(lower ? value & ~TOP_BYTE : tags.kernelTopByte() ? value | TOP_BYTE : value);
        }
        return new VirtAddr(value < 0 ? value : value & tags.userMask());
    }

    private static String user(AddressSpace space, VirtAddr address) {
        String half = "user half, below " + space.user().end();
        return space.defaultMapWindow().contains(address)
                ? half
                : half + "; above " + space.defaultMapWindow().end()
                        + " the kernel maps only what was asked for there by hint";
    }

    private static String hole(Architecture architecture, VirtAddr address) {
        AddressSpace space = architecture.addressSpace();
        return architecture.format().isCanonical(address)
                ? "canonical, but user mappings end at %s and the kernel's begin at %s"
                        .formatted(space.user().end(), space.kernel().start())
                : "in the hole between the halves (%s up to %s): no table translates it"
                        .formatted(space.user().end(), space.kernel().start());
    }
}
