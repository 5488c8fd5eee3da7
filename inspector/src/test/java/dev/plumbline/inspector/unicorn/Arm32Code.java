package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import java.nio.ByteBuffer;

/**
 * What a 32-bit Arm processor executes: a page for PL1 and one for PL0, neither to be written, mapped where they are through
 * tables of their own.
 */
final class Arm32Code {

    static final long SETTING_UP = Engine.RAM;
    static final long RETURNING = Engine.RAM + 0x80;
    static final long CALLING = Engine.RAM + 0x200;

    /** Of the domains the one that random tables may not close. */
    static final int DOMAIN = 15;

    private static final long LOADING = 0x100;
    private static final long STORING = 0x140;
    private static final long LOADING_AS_PL0 = 0x180;
    private static final long STORING_AS_PL0 = 0x1c0;
    private static final long PL0_PAGE = 0x1000;
    private static final long TABLES = Engine.RAM + (1 << 20);
    private static final int TABLE_BYTES = 1 << 16;

    /** SVC, with the number of a frame. */
    static final int SVC = 0xef00_0000;

    private static final int LDR_R5_R6 = 0xe596_5000;
    private static final int STR_R7_R6 = 0xe586_7000;
    private static final int LDRT_R5_R6 = 0xe4b6_5000;
    private static final int STRT_R7_R6 = 0xe4a6_7000;
    private static final int MSR_SPSR_R9 = 0xe16f_f009;
    private static final int MOVS_PC_LR = 0xe1b0_f00e;
    private static final int TLBIALL = mcr(0, 8, 7, 0);
    private static final int ISB = mcr(0, 7, 5, 4);

    private final ByteBuffer ram;
    private final boolean lpae;
    private final int setUpBytes;
    private long mappedAt;

    /**
     * Writes the code.
     *
     * @param ttbcr2 whether the processor has TTBCR2
     */
    Arm32Code(ByteBuffer ram, boolean lpae, boolean ttbcr2) {
        this.ram = ram;
        this.lpae = lpae;
        this.setUpBytes = lpae ? longDescriptors(ttbcr2) : shortDescriptors();
        write(RETURNING, TLBIALL, ISB, MSR_SPSR_R9, MOVS_PC_LR);
        for (long page : new long[] {Engine.RAM, Engine.RAM + PL0_PAGE}) {
            write(page + LOADING, LDR_R5_R6);
            write(page + STORING, STR_R7_R6);
        }
        write(Engine.RAM + LOADING_AS_PL0, LDRT_R5_R6);
        write(Engine.RAM + STORING_AS_PL0, STRT_R7_R6);
    }

    /** TTBCR, TTBR0, TTBR1, DACR and SCTLR from R2, R0, R1, R3, R4. */
    private int shortDescriptors() {
        return write(
                SETTING_UP,
                mcr(2, 2, 0, 2),
                mcr(0, 2, 0, 0),
                mcr(1, 2, 0, 1),
                mcr(3, 3, 0, 0),
                TLBIALL,
                mcr(4, 1, 0, 0),
                ISB);
    }

    /** TTBCR with TTBCR2, TTBR0, TTBR1 and SCTLR from R2 and R3, R0 and R10, R1 and R11, R4. */
    private int longDescriptors(boolean ttbcr2) {
        return write(
                SETTING_UP,
                mcr(2, 2, 0, 2),
                ttbcr2 ? mcr(3, 2, 0, 3) : ISB,
                mcrr(0, 10, 0),
                mcrr(1, 11, 1),
                TLBIALL,
                mcr(4, 1, 0, 0),
                ISB);
    }

    /** A move to a system register (ARMv7-A A8.8.98): coprocessor 15, opc1 0. */
    static int mcr(int register, int crn, int crm, int opc2) {
        return 0xee00_0f10 | crn << 16 | register << 12 | opc2 << 5 | crm;
    }

    /** A move of two registers to TTBR0 or TTBR1 (A8.8.99). */
    private static int mcrr(int low, int high, int which) {
        return 0xec40_0f02 | high << 16 | low << 12 | which << 4;
    }

    /** Writes instructions and tells how many bytes they take. */
    int write(long at, int... instructions) {
        for (int i = 0; i < instructions.length; i++) {
            ram.putInt(Engine.index(at) + i * Integer.BYTES, instructions[i]);
        }
        return instructions.length * Integer.BYTES;
    }

    long setUpEnd() {
        return SETTING_UP + setUpBytes;
    }

    /** Where the instruction stands that makes an access; for a fetch the address itself. */
    static long instruction(long address, Access access) {
        boolean asPl0 = access.form() == Form.UNPRIVILEGED;
        long page = access.privilege() == Privilege.USER ? Engine.RAM + PL0_PAGE : Engine.RAM;
        return switch (access.kind()) {
            case READ -> page + (asPl0 ? LOADING_AS_PL0 : LOADING);
            case WRITE -> page + (asPl0 ? STORING_AS_PL0 : STORING);
            case EXECUTE -> address;
        };
    }

    /** Lets a root's entry for the code lead there. */
    void map(PageTableFormat format, long root) {
        long table = root;
        for (int level = format.levels().size() - 1; level > 0; level--) {
            long next = TABLES + (long) level * TABLE_BYTES;
            long at = put(table, format.levels().get(level), next | (lpae ? 3 : 1 | DOMAIN << 5));
            mappedAt = table == root ? at : mappedAt;
            table = next;
        }
        put(table, format.levels().get(0), Engine.RAM | page(false));
        ram.putLong(Engine.index(table) + format.levels().get(0).entryBytes(), Engine.RAM + PL0_PAGE | page(true));
    }

    /** Takes the root's entry away again. */
    void unmap(PageTableFormat format) {
        if (mappedAt == 0) {
            return;
        }
        if (format.root().entryBytes() == Long.BYTES) {
            ram.putLong(Engine.index(mappedAt), 0);
        } else {
            ram.putInt(Engine.index(mappedAt), 0);
        }
    }

    /** Small page or page that is read only, with the access flag, whichever model of rights is in force. */
    private long page(boolean user) {
        long pl0 = user ? 1 : 0;
        return lpae ? 3 | pl0 << 6 | 1 << 7 | 1 << 10 : 2 | 1 << 4 | pl0 << 5 | 1 << 9;
    }

    private long put(long table, TableLevel level, long entry) {
        long at = table + (long) level.index(Engine.RAM) * level.entryBytes();
        if (level.entryBytes() == Long.BYTES) {
            ram.putLong(Engine.index(at), entry);
        } else {
            ram.putInt(Engine.index(at), (int) entry);
        }
        return at;
    }
}
