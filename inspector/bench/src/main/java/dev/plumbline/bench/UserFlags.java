package dev.plumbline.bench;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Riscv;

/**
 * The flags that Linux gives a process's writable data page.
 *
 * @param table flags of the tables above
 * @param leaf flags of the page's own entry
 */
record UserFlags(long table, long leaf) {

    private static final UserFlags X86 = new UserFlags(0x67, 1L << 63 | 0x67);
    private static final UserFlags AARCH64 = new UserFlags(0, 0x60_0000_0000_0f43L);
    private static final UserFlags RISCV = new UserFlags(0, 0xd7);

    static UserFlags of(Architecture architecture) {
        return architecture instanceof Aarch64 ? AARCH64 : architecture instanceof Riscv ? RISCV : X86;
    }
}
