package dev.plumbline.inspector.reference.mmu.tlb;

import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.CODE;
import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.DATA;
import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.UNIFIED;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.G1;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.K4;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.LRU_ASSUMED;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.M2;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.folded;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.full;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.primary;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.secondary;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.sets;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.walkCache;
import static dev.plumbline.inspector.reference.mmu.tlb.Replacement.LRU;
import static dev.plumbline.inspector.reference.mmu.tlb.Replacement.TREE_PLRU;

import java.util.List;
import java.util.Set;

/** Server cores of Intel and AMD. */
final class X86Presets {

    private static final Set<ReferenceKind> LOADS = Set.of(ReferenceKind.LOAD);
    private static final Set<ReferenceKind> STORES = Set.of(ReferenceKind.STORE);

    private static final String INTEL_MANUAL =
            "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966-045 (February 2022), ";
    private static final String INTEL_WALK_CACHES =
            "SDM vol. 3, 4.10.3 names the paging-structure caches and gives no sizes: 32 PDEs in 4 ways, 4 PDPTEs and 2 PML4Es"
                    + " assumed";
    private static final String INTEL_CODE_1G =
            "1 GiB pages of code: no array is published for them; held as 2 MiB pieces, assumed";
    private static final String ONE_THREAD = "one thread a core: what hyper-threads share or halve is not modelled";
    private static final String AMD_WALK_CACHES =
            "PDEs stand in the L2 DTLB beside pages, upper entries in a page directory cache; modelled as caches apart, of 64"
                    + " entries each, sizes assumed";
    private static final String AMD_COALESCED = "neighbouring 4 KiB pages coalesced into one entry are not modelled";

    private X86Presets() {}

    private static final List<WalkCacheSpec> INTEL_CACHES = List.of(
            walkCache("PDE cache", 32, 4, LRU, 1),
            walkCache("PDPTE cache", 4, 4, LRU, 2),
            walkCache("PML4E cache", 2, 2, LRU, 3));

    private static final List<WalkCacheSpec> AMD_CACHES =
            List.of(walkCache("PDEs", 64, 64, LRU, 1), walkCache("page directory cache", 64, 64, LRU, 2, 3, 4));

    static final TlbModel SKYLAKE_SP = new TlbModel(
            "skylake-sp",
            "Intel Skylake-SP, Cascade Lake",
            "x86_64",
            List.of(
                    sets("L1 I 4K", 1, CODE, 128, 8, TREE_PLRU, K4),
                    full("L1 I 2M", 1, CODE, 8, TREE_PLRU, M2),
                    sets("L1 D 4K", 1, DATA, 64, 4, TREE_PLRU, K4),
                    sets("L1 D 2M", 1, DATA, 32, 4, TREE_PLRU, M2),
                    full("L1 D 1G", 1, DATA, 4, TREE_PLRU, G1),
                    folded(sets("L2 4K/2M", 2, UNIFIED, 1536, 12, LRU, K4, M2)),
                    sets("L2 1G", 2, UNIFIED, 16, 4, TREE_PLRU, G1)),
            INTEL_CACHES,
            false,
            List.of(
                    primary(INTEL_MANUAL
                            + "table 2-15 (Skylake client; the server core's TLB is the same): entries and ways"),
                    primary(
                            "CPUID leaf 2 descriptors 76H, 63H, 03H, B5H, C3H (SDM vol. 2, CPUID): entries of the first level"),
                    secondary(
                            "Gras, Razavi, Bos, Giuffrida, \"Translation Leak-aside Buffer\", USENIX Security 2018: set indices, and"
                                    + " that the L1 arrays replace by a pseudo-LRU")),
            List.of(
                    "L2 replacement is not published: true LRU assumed",
                    "inclusion is not published: none assumed",
                    INTEL_WALK_CACHES,
                    INTEL_CODE_1G,
                    ONE_THREAD));

    static final TlbModel ICE_LAKE_SP = new TlbModel(
            "ice-lake-sp",
            "Intel Ice Lake-SP (Sunny Cove)",
            "x86_64",
            List.of(
                    sets("L1 I 4K", 1, CODE, 128, 8, LRU, K4),
                    full("L1 I 2M", 1, CODE, 16, LRU, M2),
                    sets("L1 load 4K", 1, LOADS, 64, 4, LRU, K4),
                    sets("L1 load 2M", 1, LOADS, 32, 4, LRU, M2),
                    full("L1 load 1G", 1, LOADS, 8, LRU, G1),
                    full("L1 store", 1, STORES, 16, LRU, K4, M2, G1),
                    sets("L2", 2, UNIFIED, 2048, 16, LRU, K4, M2, G1)),
            INTEL_CACHES,
            false,
            List.of(
                    primary(INTEL_MANUAL + "2.2 (Ice Lake client; TLB parameters): entries and ways"),
                    secondary("WikiChip, Sunny Cove microarchitecture, section TLBs")),
            List.of(
                    LRU_ASSUMED,
                    "CPUID leaf 18H describes the L2 as 1024 entries for 4K/2M and 1024 for 4K/1G: large pages reach half of"
                            + " what is modelled",
                    "set indices and inclusion are not published: linear and none assumed",
                    INTEL_WALK_CACHES,
                    INTEL_CODE_1G,
                    ONE_THREAD));

    static final TlbModel ZEN3 = zen(
            "zen3",
            "AMD Zen 3 (Milan)",
            64,
            2048,
            16,
            List.of(
                    primary(
                            "AMD Software Optimization Guide for Family 19h Processors, 56665, section 2.7: entries, page sizes, 1 GiB"
                                    + " pages smashed into 2 MiB entries"),
                    secondary("WikiChip, Zen 2 and Zen 3 microarchitectures: the same")));

    static final TlbModel ZEN4 = zen(
            "zen4",
            "AMD Zen 4 (Genoa)",
            72,
            3072,
            24,
            List.of(
                    primary(
                            "AMD Software Optimization Guide for the Zen 4 Microarchitecture, 57647, section 2.7: entries"),
                    secondary("Chips and Cheese, \"AMD's Zen 4 Part 2\", November 2022: the same entries")));

    private static TlbModel zen(
            String name, String processor, int l1Data, int l2Data, int l2Ways, List<TlbModel.Source> sources) {
        return new TlbModel(
                name,
                processor,
                "x86_64",
                List.of(
                        full("L1 I", 1, CODE, 64, LRU, K4, M2, G1),
                        full("L1 D", 1, DATA, l1Data, LRU, K4, M2, G1),
                        sets("L2 I", 2, CODE, 512, 8, LRU, K4, M2),
                        sets("L2 D", 2, DATA, l2Data, l2Ways, LRU, K4, M2)),
                AMD_CACHES,
                false,
                sources,
                List.of(
                        LRU_ASSUMED,
                        "ways of the L2 DTLB: " + l2Ways
                                + " assumed, which makes 128 sets as in Zen 1 (1536 entries, 12"
                                + " ways); its skewed index is modelled linear",
                        "inclusion is not published: none assumed",
                        AMD_WALK_CACHES,
                        AMD_COALESCED,
                        ONE_THREAD));
    }

    static final List<TlbModel> ALL = List.of(SKYLAKE_SP, ICE_LAKE_SP, ZEN3, ZEN4);
}
