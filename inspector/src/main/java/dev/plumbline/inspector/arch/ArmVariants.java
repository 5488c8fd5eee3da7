package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which descriptors and split a 32-bit Arm kernel uses. */
final class ArmVariants {

    private static final long MODULES_BELOW = 16L << 20;

    private ArmVariants() {}

    static Recognition arm(MachineFacts facts, List<String> why) {
        List<String> evidence = new ArrayList<>(why);
        Optional<Boolean> lpae = lpae(facts, evidence);
        if (lpae.isEmpty()) {
            return new Recognition.Unknown("CONFIG_ARM_LPAE, or swapper_pg_dir in proc/kallsyms", evidence);
        }
        List<VmSplit> splits = lpae.get() ? Arm.SPLITS_LPAE : Arm.SPLITS;
        Optional<VmSplit> split = Splits.of(facts, splits, s -> s.pageOffset() - MODULES_BELOW, evidence);
        if (split.isEmpty()) {
            return new Recognition.Unknown("CONFIG_PAGE_OFFSET, or the kernel's or users' addresses", evidence);
        }
        return new Recognition.Recognised(
                lpae.get() ? Arm.lpae(split.get()) : Arm.shortDescriptor(split.get()), evidence);
    }

    /**
     * By option, or by where the initial page directory lies: PG_DIR_SIZE below the kernel's start, whose address ends in
     * 8000; 0x4000 with short and 0x5000 with long descriptors (arch/arm/kernel/head.S). Last by the release's name.
     */
    private static Optional<Boolean> lpae(MachineFacts facts, List<String> evidence) {
        if (!facts.config().isEmpty()) {
            boolean set = facts.isSet("ARM_LPAE");
            evidence.add("the kernel's options " + (set ? "set" : "do not set") + " CONFIG_ARM_LPAE");
            return Optional.of(set);
        }
        VirtAddr directory = facts.kernelSymbols().get("swapper_pg_dir");
        long place = directory == null ? 0 : directory.value() & 0x7fff;
        if (place == 0x4000 || place == 0x3000) {
            evidence.add("swapper_pg_dir lies at " + directory);
            return Optional.of(place == 0x3000);
        }
        String release = facts.version().orElse("");
        if (release.contains("-lpae") || release.contains("-armmp") || release.contains("-rpi")) {
            evidence.add("the release's name " + (release.contains("-lpae") ? "says" : "does not say") + " lpae");
            return Optional.of(release.contains("-lpae"));
        }
        return Optional.empty();
    }

    /** Granule by page size; kernel bits by option or note; bits in use by TCR_EL1 or by where user mappings end. */
    static Recognition aarch64(MachineFacts facts, List<String> why) {
        List<String> evidence = new ArrayList<>(why);
        Optional<Granule> granule = granule(facts, evidence);
        if (granule.isEmpty()) {
            return new Recognition.Unknown("CONFIG_ARM64_*_PAGES, VMCOREINFO or an auxv with AT_PAGESZ", evidence);
        }
        Optional<Integer> built = kernelBits(facts, granule.get(), evidence);
        if (built.isEmpty()) {
            return new Recognition.Unknown("CONFIG_ARM64_VA_BITS, VMCOREINFO or a process's maps", evidence);
        }
        int used = bitsInUse(facts, granule.get(), built.get(), evidence);
        boolean offered = Aarch64.offered(granule.get()).contains(used)
                && Aarch64.offered(granule.get()).contains(built.get())
                && (used == built.get() || built.get() == 52);
        return offered
                ? new Recognition.Recognised(Aarch64.of(granule.get(), used, built.get()), evidence)
                : new Recognition.Unknown("an address size that this page size has", evidence);
    }

    private static Optional<Granule> granule(MachineFacts facts, List<String> evidence) {
        long pageSize = facts.pageSizeBytes().orElse(0);
        for (Granule granule : Granule.values()) {
            long size = 1L << granule.shift();
            if (pageSize == size) {
                evidence.add("the page size is " + size);
                return Optional.of(granule);
            }
            if (pageSize == 0 && facts.isSet("ARM64_" + size / 1024 + "K_PAGES")) {
                evidence.add("CONFIG_ARM64_%dK_PAGES=y".formatted(size / 1024));
                return Optional.of(granule);
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> kernelBits(MachineFacts facts, Granule granule, List<String> evidence) {
        Optional<Long> option = facts.configNumber("ARM64_VA_BITS");
        if (option.isPresent()) {
            evidence.add("CONFIG_ARM64_VA_BITS=" + option.get());
            return option.map(Long::intValue);
        }
        Optional<Long> noted = facts.vmcoreNumber("VA_BITS");
        if (noted.isPresent()) {
            evidence.add("VMCOREINFO says VA_BITS=" + noted.get());
            return noted.map(Long::intValue);
        }
        int user = facts.userBits().orElse(0);
        if (user > 32) {
            evidence.add("the highest user mapping needs %d bits".formatted(user));
            return Aarch64.offered(granule).stream()
                    .filter(bits -> user <= bits)
                    .findFirst();
        }
        return Optional.empty();
    }

    private static int bitsInUse(MachineFacts facts, Granule granule, int built, List<String> evidence) {
        if (built != 52) {
            return built;
        }
        int fallback = granule == Granule.K16 ? 47 : 48;
        Optional<Long> t1sz = facts.vmcoreNumber("TCR_EL1_T1SZ");
        if (t1sz.isPresent()) {
            evidence.add("VMCOREINFO says TCR_EL1_T1SZ=%#x: %d bits".formatted(t1sz.get(), 64 - t1sz.get()));
            return (int) (64 - t1sz.get());
        }
        if (facts.userBits().orElse(0) > fallback) {
            evidence.add("a user mapping ends above 2^" + fallback);
            return 52;
        }
        boolean linearMapSeen = !facts.kernelSegments().isEmpty();
        boolean high =
                facts.kernelSegments().stream().anyMatch(a -> Long.compareUnsigned(a.value(), -(1L << fallback)) < 0);
        evidence.add(
                linearMapSeen
                        ? "the kernel's linear map is " + (high ? "beyond" : "within") + " 2^" + fallback
                        : "whether the hardware has all 52 bits shows nowhere; taken as built");
        return high || !linearMapSeen ? 52 : fallback;
    }
}
