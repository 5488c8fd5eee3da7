package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.TransparentHugepage;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JVM that asked for large pages for its heap got them. It does not say when the kernel has none: it starts with small ones.
 *
 * <p>Source: src/hotspot/os/linux/os_linux.cpp, {@code os::large_page_init} (a failure clears UseLargePages) and
 * {@code realign_memory} (MADV_HUGEPAGE with UseTransparentHugePages).
 */
final class JvmLargePages implements JvmCheck {

    private static final String USE_LARGE_PAGES = "-XX:+UseLargePages";
    private static final String ENABLED = "sys/kernel/mm/transparent_hugepage/enabled";
    private static final String PMD_SIZE = "sys/kernel/mm/transparent_hugepage/hpage_pmd_size";
    /**
     * A huge page lies at a multiple of its size (mm/huge_memory.c, {@code thp_vma_suitable_order}). A range of one size holds one
     * only if it begins at such an address, a range of two sizes wherever it begins.
     */
    private static final long SURE_TO_HOLD_ONE = 2;

    private static final String POOL = "proc/sys/vm/nr_hugepages";

    @Override
    public String id() {
        return "jvm.large-pages";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public void examine(Jvm jvm, Findings findings) {
        Optional<AddressRange> heap = jvm.facts().heap().map(h -> h.reserved());
        Observation<List<SmapsVma>> smaps = jvm.process().smaps();
        if (heap.isEmpty() || smaps.intact().isEmpty()) {
            Verdict none = heap.isEmpty()
                    ? new Verdict.NotObservable("the JVM does not export where its heap is", "")
                    : smaps.whyNot();
            findings.add(this, jvm.subject("heap"), none, List.of());
            return;
        }
        List<SmapsVma> mappings = smaps.intact().get().stream()
                .filter(m -> heap.get().contains(m.vma().range()))
                .toList();
        findings.add(this, jvm.subject("heap"), verdict(jvm, new Pages(mappings)), evidence(jvm));
    }

    /** What smaps says of the heap's mappings. */
    private record Pages(List<SmapsVma> mappings) {
        long kib(String field) {
            return mappings.stream().mapToLong(m -> m.sizeKib(field).orElse(0)).sum();
        }

        long hugetlb() {
            return kib("Private_Hugetlb") + kib("Shared_Hugetlb");
        }

        long transparent() {
            return kib("AnonHugePages") + kib("ShmemPmdMapped") + kib("FilePmdMapped");
        }

        /** All there is, in pages of any size; hugetlb pages are not in Rss. */
        long resident() {
            return kib("Rss") + hugetlb();
        }

        long largestRun() {
            return mappings.stream().mapToLong(m -> m.rssKib().orElse(0)).max().orElse(0);
        }

        String words() {
            return "%d of %d KiB".formatted(hugetlb() + transparent(), resident());
        }
    }

    private static Verdict verdict(Jvm jvm, Pages pages) {
        boolean transparent = jvm.facts().flags().isOn("UseTransparentHugePages");
        if (transparent) {
            return transparent(jvm, pages);
        }
        if (jvm.facts().flags().isOn("UseLargePages") || askedFor(jvm, USE_LARGE_PAGES)) {
            return pages.hugetlb() > 0 || pages.transparent() > 0
                    ? new Verdict.Holds(pages.words(), "large pages", "UseLargePages")
                    : new Verdict.Violated(
                            pages.words(),
                            "large pages",
                            "UseLargePages was asked for, and the kernel gave none: " + pool(jvm));
        }
        return new Verdict.Holds(
                pages.words(),
                "none asked for",
                pages.transparent() > 0 ? "transparent huge pages, by the host's own setting" : "");
    }

    private static Verdict transparent(Jvm jvm, Pages pages) {
        OptionalLong pmd = jvm.process().host().text(PMD_SIZE, Sysctl::parseNumber).intact().stream()
                .mapToLong(Sysctl::number)
                .findFirst();
        if (pages.transparent() > 0 || pages.largestRun() << 10 < SURE_TO_HOLD_ONE * pmd.orElse(2 << 20)) {
            return new Verdict.Holds(
                    pages.words(),
                    "transparent huge pages",
                    pages.transparent() > 0
                            ? "UseTransparentHugePages"
                            : "UseTransparentHugePages; too little of the heap is in use for one");
        }
        Optional<String> enabled = jvm.process()
                .host()
                .text(ENABLED, TransparentHugepage::parse)
                .intact()
                .flatMap(TransparentHugepage::selected);
        return new Verdict.Violated(
                pages.words(),
                "transparent huge pages",
                "UseTransparentHugePages was asked for, and the kernel gave none: %s"
                        .formatted(enabled.map(e -> ENABLED + " is " + e).orElse(ENABLED + " cannot be read")));
    }

    /** The JVM clears the option when it finds no pages: what was asked for stands on the command line. */
    private static boolean askedFor(Jvm jvm, String option) {
        return jvm.process()
                .host()
                .files()
                .read(jvm.process().path("cmdline"))
                .content()
                .filter(bytes -> Arrays.asList(new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1))
                        .contains(option))
                .isPresent();
    }

    private static String pool(Jvm jvm) {
        return jvm.process().host().text(POOL, Sysctl::parseNumber).intact().stream()
                .map(s -> "vm.nr_hugepages is " + s.number())
                .findFirst()
                .orElse(POOL + " cannot be read");
    }

    private static List<Evidence> evidence(Jvm jvm) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(jvm.evidence("UseLargePages %s, UseTransparentHugePages %s"
                .formatted(
                        jvm.facts().flags().isOn("UseLargePages") ? "on" : "off",
                        jvm.facts().flags().isOn("UseTransparentHugePages") ? "on" : "off")));
        if (askedFor(jvm, USE_LARGE_PAGES)) {
            evidence.add(Evidence.in(jvm.process().path("cmdline"), USE_LARGE_PAGES));
        }
        return evidence;
    }
}
