package dev.plumbline.inspector.reference.mmu.tlb;

import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.CODE;
import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.DATA;
import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.UNIFIED;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.G1;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.K4;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.LRU_ASSUMED;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.M2;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.full;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.primary;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.sets;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.walkCache;
import static dev.plumbline.inspector.reference.mmu.tlb.Replacement.LRU;
import static dev.plumbline.inspector.reference.mmu.tlb.Replacement.TREE_PLRU;

import java.util.List;

/** RISC-V cores. */
final class RiscvPresets {

    private static final String WALK_CACHE_OF_ROCKET =
            "walk cache is not published: 8 entries assumed, as in Rocket, from which the core descends";
    private static final String INCLUSION = "inclusion is not published: none assumed";

    private RiscvPresets() {}

    private static final List<WalkCacheSpec> PTE_CACHE = List.of(walkCache("PTE cache", 8, 8, TREE_PLRU, 1, 2, 3, 4));

    static final TlbModel ROCKET = new TlbModel(
            "rocket",
            "Rocket (generator's defaults)",
            "riscv64",
            List.of(
                    full("L1 I 4K", 1, CODE, 32, TREE_PLRU, K4),
                    full("L1 I large", 1, CODE, 4, TREE_PLRU, M2, G1),
                    full("L1 D 4K", 1, DATA, 32, TREE_PLRU, K4),
                    full("L1 D large", 1, DATA, 4, TREE_PLRU, M2, G1)),
            PTE_CACHE,
            false,
            List.of(
                    primary(
                            "chipsalliance/rocket-chip, ICacheParams and DCacheParams (nTLBSets 1, nTLBWays 32, nTLBSuperpages 4),"
                                    + " RocketCoreParams (nL2TLBEntries 0, nPTECacheEntries 8)"),
                    primary("the same, rocket/TLB.scala and rocket/PTW.scala: pseudo-LRU")),
            List.of("its entries for 4 KiB pages are sectored by 4 neighbours; modelled as single pages"));

    static final TlbModel CVA6 = new TlbModel(
            "cva6",
            "CVA6 (cv64a6, defaults)",
            "riscv64",
            List.of(full("L1 I", 1, CODE, 16, TREE_PLRU, K4, M2, G1), full("L1 D", 1, DATA, 16, TREE_PLRU, K4, M2, G1)),
            List.of(),
            false,
            List.of(
                    primary(
                            "openhwgroup/cva6, core/include/cv64a6_imafdc_sv39_config_pkg.sv (InstrTlbEntries 16, DataTlbEntries 16)"),
                    primary("the same, core/mmu: pseudo-LRU tree; no cache of upper entries in the walker")),
            List.of());

    static final TlbModel SIFIVE_U54 = new TlbModel(
            "sifive-u54",
            "SiFive U54 (PolarFire SoC, FU540)",
            "riscv64",
            List.of(full("L1 I", 1, CODE, 32, LRU, K4, M2, G1), full("L1 D", 1, DATA, 32, LRU, K4, M2, G1)),
            PTE_CACHE,
            false,
            List.of(
                    primary(
                            "Microchip PolarFire SoC MSS Technical Reference Manual, section MMU: 32 entries each, fully associative")),
            List.of(LRU_ASSUMED, "a second level is not mentioned: none assumed", WALK_CACHE_OF_ROCKET));

    static final TlbModel SIFIVE_U74 = new TlbModel(
            "sifive-u74",
            "SiFive U74 (FU740, JH7110)",
            "riscv64",
            List.of(
                    full("L1 I", 1, CODE, 40, LRU, K4, M2, G1),
                    full("L1 D", 1, DATA, 40, LRU, K4, M2, G1),
                    sets("L2", 2, UNIFIED, 512, 1, LRU, K4)),
            PTE_CACHE,
            false,
            List.of(primary(
                    "SiFive U74 Core Complex Manual 21G1.01.00, chapter 3, virtual memory: 40 entries each, fully associative;"
                            + " 512 entries, direct-mapped")),
            List.of(
                    LRU_ASSUMED,
                    "the second level holds 4 KiB pages and pieces of large ones, as Rocket's, assumed",
                    WALK_CACHE_OF_ROCKET,
                    INCLUSION));

    static final List<TlbModel> ALL = List.of(ROCKET, CVA6, SIFIVE_U54, SIFIVE_U74);
}
