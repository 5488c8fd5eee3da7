package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which paging mode and split an x86 kernel uses. */
final class X86Variants {

    private static final long LOWEST_4_LEVEL = 0xffff800000000000L;

    private X86Variants() {}

    /** The evidence for five levels: what the kernel notes, then addresses that only one mode can have, then flags. */
    static Recognition x86_64(MachineFacts facts, List<String> why) {
        List<String> evidence = new ArrayList<>(why);
        return new Recognition.Recognised(fiveLevels(facts, evidence) ? X86_64.LA57 : X86_64.FOUR_LEVEL, evidence);
    }

    private static boolean fiveLevels(MachineFacts facts, List<String> evidence) {
        Optional<Long> noted = facts.vmcoreNumber("pgtable_l5_enabled");
        if (noted.isPresent()) {
            evidence.add("VMCOREINFO says pgtable_l5_enabled=" + noted.get());
            return noted.get() != 0;
        }
        Optional<VirtAddr> below = facts.kernelSegments().stream()
                .filter(a -> Long.compareUnsigned(a.value(), LOWEST_4_LEVEL) < 0)
                .findFirst();
        if (below.isPresent()) {
            evidence.add("a kernel segment at " + below.get() + " is out of the reach of 4 levels");
            return true;
        }
        if (!facts.kernelSegments().isEmpty()) {
            evidence.add("every kernel segment lies at or above 0xffff800000000000, the direct map among them");
            return false;
        }
        if (facts.userBits().orElse(0) > 47) {
            evidence.add("a user mapping ends above 2^47");
            return true;
        }
        boolean flag =
                List.of(facts.cpuinfo().getOrDefault("flags", "").split(" ")).contains("la57");
        evidence.add(
                flag
                        ? "cpuinfo lists la57, which the kernel hides when it pages with 4 levels (early_identify_cpu)"
                        : "cpuinfo lists no la57 and no address needs 5 levels");
        return flag;
    }

    /** PAE by option, note, the direct map's page size, or the release's name; the split by option or by the addresses. */
    static Recognition i386(MachineFacts facts, List<String> why) {
        List<String> evidence = new ArrayList<>(why);
        Optional<Boolean> pae = pae(facts, evidence);
        if (pae.isEmpty()) {
            return new Recognition.Unknown("CONFIG_X86_PAE, VMCOREINFO or DirectMap lines in proc/meminfo", evidence);
        }
        List<VmSplit> splits = pae.get() ? I386.SPLITS_PAE : I386.SPLITS;
        Optional<VmSplit> split = Splits.of(facts, splits, VmSplit::pageOffset, evidence);
        if (split.isEmpty()) {
            return new Recognition.Unknown("CONFIG_PAGE_OFFSET, or the kernel's or users' addresses", evidence);
        }
        return new Recognition.Recognised(pae.get() ? I386.pae(split.get()) : I386.twoLevel(split.get()), evidence);
    }

    private static Optional<Boolean> pae(MachineFacts facts, List<String> evidence) {
        if (!facts.config().isEmpty()) {
            boolean set = facts.isSet("X86_PAE");
            evidence.add("the kernel's options " + (set ? "set" : "do not set") + " CONFIG_X86_PAE");
            return Optional.of(set);
        }
        if (!facts.vmcoreInfo().isEmpty()) {
            boolean noted = "y".equals(facts.vmcoreInfo().get("CONFIG_X86_PAE"));
            evidence.add("VMCOREINFO " + (noted ? "notes" : "does not note") + " CONFIG_X86_PAE");
            return Optional.of(noted);
        }
        for (String key : List.of("DirectMap2M", "DirectMap4M")) {
            if (facts.meminfoKeys().contains(key)) {
                evidence.add("proc/meminfo counts " + key);
                return Optional.of(key.equals("DirectMap2M"));
            }
        }
        return Optional.empty();
    }
}
