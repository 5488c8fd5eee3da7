package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.VmSplit;

/** 32-bit processors that Unicorn 2.0.1 has, each for what only it has. */
enum Arm32Model {

    /** ARMv6K: SCTLR.S and SCTLR.R give rights, there is neither PXN nor WXN. */
    ARM1176(5, false, false, false),

    /** ARMv7 without PXN and WXN: type 3 in the first level is a fault. */
    CORTEX_A9(16, false, false, false),

    /** ARMv7 with PXN, WXN and UWXN, short descriptors. */
    CORTEX_A15(17, false, true, false),

    /** The same with long descriptors. */
    CORTEX_A15_LPAE(17, true, true, false),

    /** ARMv8 with PAN and TTBCR2's HPD, long descriptors. */
    MAX_LPAE(33, true, true, true);

    private final int number;
    private final boolean lpae;
    private final boolean pxn;
    private final boolean v8;

    Arm32Model(int number, boolean lpae, boolean pxn, boolean v8) {
        this.number = number;
        this.lpae = lpae;
        this.pxn = pxn;
        this.v8 = v8;
    }

    /** Its place in {@code arm_cpus}, qemu/target/arm/cpu.c. */
    int number() {
        return number;
    }

    boolean lpae() {
        return lpae;
    }

    /** Whether it knows PXN, and with it WXN and UWXN. */
    boolean pxn() {
        return pxn;
    }

    boolean v8() {
        return v8;
    }

    Arm architecture() {
        return lpae ? Arm.lpae(VmSplit.G3) : Arm.shortDescriptor(VmSplit.G3);
    }
}
