package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every combination of an entry's flags, the control bits and the access, against the specification's tables. */
class RiscvPermissionTest {

    private static final long MANY = 2_900_000;

    private static Riscv scheme(int vaBits) {
        return switch (vaBits) {
            case 32 -> Riscv.SV32;
            case 39 -> Riscv.SV39;
            case 48 -> Riscv.SV48;
            default -> Riscv.SV57;
        };
    }

    /** SUM, MXR and ADUE in all combinations; the extensions all, none, and each alone, or in all combinations. */
    private static List<RiscvControl> controls(int vaBits, boolean all) {
        int extensions = vaBits == 32 ? 1 : 8;
        List<RiscvControl> controls = new ArrayList<>();
        for (int on = 0; on < extensions; on++) {
            if (all || on == 0 || on == 7) {
                for (int bits = 0; bits < 8; bits++) {
                    controls.add(new RiscvControl(
                            (bits & 1) != 0,
                            (bits & 2) != 0,
                            (bits & 4) != 0,
                            (on & 1) != 0,
                            (on & 2) != 0,
                            (on & 4) != 0,
                            56));
                }
            }
        }
        return controls;
    }

    private static List<Access> accesses() {
        List<Access> accesses = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            accesses.add(Access.of(kind, Privilege.USER));
            accesses.add(Access.of(kind, Privilege.SUPERVISOR));
        }
        return accesses;
    }

    /** What stands above the flags: N, PBMT and the page number's last bits together, or one reserved bit. */
    private static long[] upperBits(int vaBits) {
        List<Long> upper = new ArrayList<>();
        for (long ppn : new long[] {0, 8, 1, 0x18, 0x10}) {
            upper.add(ppn << 10);
        }
        if (vaBits != 32) {
            upper.clear();
            for (long top = 0; top < 8; top++) {
                for (long ppn : new long[] {0, 8, 1}) {
                    upper.add(top << 61 | ppn << 10);
                }
            }
            for (int bit = 54; bit <= 60; bit++) {
                upper.add(1L << bit);
            }
        }
        return upper.stream().mapToLong(Long::longValue).toArray();
    }

    @ParameterizedTest
    @CsvSource({"32", "39", "48", "57"})
    void everyLeafMeetsTheSpecificationsTables(int vaBits) {
        assertThat(leaves(vaBits, false) + parents(vaBits, vaBits == 32)).isGreaterThan(MANY);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"32", "39", "48", "57"})
    void everyLeafAndParentWithEverySetOfExtensions(int vaBits) {
        assertThat(leaves(vaBits, true) + parents(vaBits, true)).isGreaterThan(MANY);
    }

    private static long leaves(int vaBits, boolean all) {
        long[] upper = upperBits(vaBits);
        long compared = 0;
        for (RiscvControl control : controls(vaBits, all)) {
            RiscvPermissionCase one = new RiscvPermissionCase(scheme(vaBits), control);
            for (Access access : accesses()) {
                for (int level = 0; level < one.levels(); level++) {
                    for (long bits : upper) {
                        for (long flags = 0; flags < 256; flags++) {
                            one.compare(level, bits | flags, access);
                            compared++;
                        }
                    }
                }
            }
        }
        return compared;
    }

    /** Every flag of a parent with every flag of the leaf, or with a leaf that grants everything. */
    private static long parents(int vaBits, boolean everyLeaf) {
        long compared = 0;
        for (RiscvControl control : controls(vaBits, false)) {
            RiscvPermissionCase one = new RiscvPermissionCase(scheme(vaBits), control);
            for (Access access : accesses()) {
                for (int level = 1; level < one.levels(); level++) {
                    for (long flags = 0; flags < 256; flags++) {
                        for (long leaf = everyLeaf ? 0 : 0xf; leaf < 256; leaf += everyLeaf ? 1 : 0x10) {
                            one.set(level - 1, leaf);
                            one.compare(level, flags, access);
                            compared++;
                        }
                    }
                }
            }
        }
        return compared;
    }
}
