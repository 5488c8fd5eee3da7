package dev.plumbline.inspector.reference.mmu.tlb;

import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.CODE;
import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.DATA;
import static dev.plumbline.inspector.reference.mmu.tlb.ArraySpec.UNIFIED;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.G1;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.K16;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.K4;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.K64;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.LRU_ASSUMED;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.M1;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.M16;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.M2;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.M32;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.M512;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.full;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.primary;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.secondary;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.sets;
import static dev.plumbline.inspector.reference.mmu.tlb.Presets.walkCache;
import static dev.plumbline.inspector.reference.mmu.tlb.Replacement.LRU;

import java.util.List;

/** Cores of Arm. */
final class ArmPresets {

    private static final String INCLUSION = "inclusion is not published: none assumed";
    private static final String PIECES =
            "a block that the first level does not hold stands there in pieces of the largest size held, assumed";
    private static final String IN_L2 =
            "results of upper levels of a walk stand in the L2 TLB beside pages (TRM); modelled as a cache apart of 64 entries,"
                    + " size assumed";

    private ArmPresets() {}

    private static final List<WalkCacheSpec> WALK_CACHES = List.of(walkCache("walk cache", 64, 64, LRU, 1, 2, 3, 4));

    static final TlbModel CORTEX_A72 = new TlbModel(
            "cortex-a72",
            "Arm Cortex-A72",
            "aarch64",
            List.of(
                    full("L1 I", 1, CODE, 48, LRU, K4, K64, M1),
                    full("L1 D", 1, DATA, 32, LRU, K4, K64, M1),
                    sets("L2", 2, UNIFIED, 1024, 4, LRU, K4, K64, M1, M2, M16, M512, G1)),
            WALK_CACHES,
            false,
            List.of(primary(
                    "Arm Cortex-A72 MPCore Processor Technical Reference Manual, 100095, 5.2.1 to 5.2.3: entries, ways, page"
                            + " sizes")),
            List.of(
                    LRU_ASSUMED,
                    "the TRM names intermediate table walk caches and gives no sizes: 64 entries assumed",
                    PIECES,
                    INCLUSION));

    static final TlbModel NEOVERSE_N1 = new TlbModel(
            "neoverse-n1",
            "Arm Neoverse N1",
            "aarch64",
            List.of(
                    full("L1 I", 1, CODE, 48, LRU, K4, K16, K64, M2, M32),
                    full("L1 D", 1, DATA, 48, LRU, K4, K16, K64, M2, M512),
                    sets("L2", 2, UNIFIED, 1280, 5, LRU, K4, K16, K64, M2, M32, M512, G1)),
            WALK_CACHES,
            false,
            List.of(primary(
                    "Arm Neoverse N1 Core Technical Reference Manual, 100616, A5.2 (as Cortex-A76, 100798, A5.2): entries,"
                            + " ways, page sizes")),
            List.of(LRU_ASSUMED, IN_L2, PIECES, INCLUSION));

    static final TlbModel NEOVERSE_N2 = new TlbModel(
            "neoverse-n2",
            "Arm Neoverse N2",
            "aarch64",
            List.of(
                    full("L1 I", 1, CODE, 48, LRU, K4, K16, K64, M2, M32),
                    full("L1 D", 1, DATA, 44, LRU, K4, K16, K64, M2, M512),
                    sets("L2", 2, UNIFIED, 1280, 5, LRU, K4, K16, K64, M2, M32, M512, G1)),
            WALK_CACHES,
            false,
            List.of(
                    primary(
                            "Arm Neoverse N2 Core Technical Reference Manual, 102099, chapter on memory management: entries, ways"),
                    secondary(
                            "Chips and Cheese, \"ARM's Neoverse N2: Cortex A710 for Servers\", August 2023: 44 and 1280 entries")),
            List.of(LRU_ASSUMED, "page sizes of the first level as Neoverse N1, assumed", IN_L2, PIECES, INCLUSION));

    static final List<TlbModel> ALL = List.of(CORTEX_A72, NEOVERSE_N1, NEOVERSE_N2);
}
