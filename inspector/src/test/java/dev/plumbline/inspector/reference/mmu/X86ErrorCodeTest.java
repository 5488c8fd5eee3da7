package dev.plumbline.inspector.reference.mmu;

import static dev.plumbline.inspector.reference.mmu.X86Bit.NXE;
import static dev.plumbline.inspector.reference.mmu.X86Bit.PKE;
import static dev.plumbline.inspector.reference.mmu.X86Bit.PKS;
import static dev.plumbline.inspector.reference.mmu.X86Bit.SMAP;
import static dev.plumbline.inspector.reference.mmu.X86Bit.SMEP;
import static dev.plumbline.inspector.reference.mmu.X86Bit.WP;
import static dev.plumbline.inspector.reference.mmu.X86Tables.OPEN;
import static dev.plumbline.inspector.reference.mmu.X86Tables.P;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PAE;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PAGE;
import static dev.plumbline.inspector.reference.mmu.X86Tables.RW;
import static dev.plumbline.inspector.reference.mmu.X86Tables.TWO_LEVEL;
import static dev.plumbline.inspector.reference.mmu.X86Tables.US;
import static dev.plumbline.inspector.reference.mmu.X86Tables.XD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The error code of a page fault, with the numbers of Intel SDM vol. 3, figure 4-12: P 1, W/R 2, U/S 4, RSVD 8, I/D 16, PK 32. */
class X86ErrorCodeTest {

    private static final Access USER_READ = Access.of(Kind.READ, Privilege.USER);
    private static final Access USER_WRITE = Access.of(Kind.WRITE, Privilege.USER);
    private static final Access USER_FETCH = Access.of(Kind.EXECUTE, Privilege.USER);
    private static final Access READ = Access.of(Kind.READ, Privilege.SUPERVISOR);
    private static final Access WRITE = Access.of(Kind.WRITE, Privilege.SUPERVISOR);
    private static final Access FETCH = Access.of(Kind.EXECUTE, Privilege.SUPERVISOR);
    private static final long KEY_3 = 3L << 59;
    private static final int KEY_3_ACCESS_DISABLED = 1 << 6;
    private static final int KEY_3_WRITE_DISABLED = 2 << 6;

    private static long code(Architecture mode, long leaf, X86Control control, Access access) {
        X86Tables tables = new X86Tables(mode);
        tables.set(0, leaf);
        return tables.fault(control, access).code().value();
    }

    private static long keyed(long flags, int pkru, Access access, X86Bit... bits) {
        X86Control control = X86Bit.control(52, pkru, 0, List.of(bits));
        return code(X86_64.FOUR_LEVEL, PAGE | flags | KEY_3, control, access);
    }

    @Test
    void describesTheAccessWhereNothingIsPresent() {
        X86Control plain = X86Bit.control(WP);
        for (Architecture mode : X86Tables.MODES) {
            assertThat(code(mode, 0, plain, READ)).isZero();
            assertThat(code(mode, 0, plain, WRITE)).isEqualTo(2);
            assertThat(code(mode, 0, plain, USER_READ)).isEqualTo(4);
            assertThat(code(mode, 0, plain, USER_WRITE)).isEqualTo(6);
        }
    }

    @Test
    void saysPresentWhereARightIsMissing() {
        X86Control plain = X86Bit.control(WP);
        for (Architecture mode : X86Tables.MODES) {
            assertThat(code(mode, PAGE | P | RW, plain, USER_READ)).isEqualTo(5);
            assertThat(code(mode, PAGE | P | US, plain, USER_WRITE)).isEqualTo(7);
            assertThat(code(mode, PAGE | P, plain, WRITE)).isEqualTo(3);
        }
    }

    @Test
    void tellsFetchesApartOnlyWhereTheyAreJudgedApart() {
        for (Architecture mode : X86Tables.MODES) {
            boolean entriesOf64Bits = mode != TWO_LEVEL;
            assertThat(code(mode, 0, X86Bit.control(), USER_FETCH)).isEqualTo(4);
            assertThat(code(mode, 0, X86Bit.control(NXE), USER_FETCH)).isEqualTo(entriesOf64Bits ? 20 : 4);
            assertThat(code(mode, 0, X86Bit.control(SMEP), USER_FETCH)).isEqualTo(20);
            assertThat(code(mode, PAGE | OPEN, X86Bit.control(SMEP), FETCH)).isEqualTo(17);
            assertThat(code(mode, PAGE | P, X86Bit.control(), USER_FETCH)).isEqualTo(5);
        }
        assertThat(code(X86_64.LA57, PAGE | OPEN | XD, X86Bit.control(NXE), FETCH))
                .isEqualTo(17);
    }

    @Test
    void namesAReservedBitAloneOfAllViolations() {
        long reserved = PAGE | P | 1L << 45 | KEY_3;
        X86Control control = X86Bit.control(40, KEY_3_ACCESS_DISABLED, 0, List.of(WP, NXE, PKE));
        assertThat(code(X86_64.FOUR_LEVEL, reserved, control, USER_WRITE)).isEqualTo(15);
        assertThat(code(X86_64.FOUR_LEVEL, reserved, control, USER_FETCH)).isEqualTo(29);
        assertThat(code(X86_64.FOUR_LEVEL, PAGE | OPEN | XD, X86Bit.control(), READ))
                .isEqualTo(9);
    }

    @Test
    void namesTheKeyAloneOrBesideAnotherViolation() {
        assertThat(keyed(OPEN, KEY_3_ACCESS_DISABLED, USER_READ, PKE)).isEqualTo(37);
        assertThat(keyed(OPEN, KEY_3_WRITE_DISABLED, USER_WRITE, PKE)).isEqualTo(39);
        assertThat(keyed(OPEN, KEY_3_WRITE_DISABLED, WRITE, PKE, WP)).isEqualTo(35);
        assertThat(keyed(P | US, KEY_3_ACCESS_DISABLED, USER_WRITE, PKE)).isEqualTo(39);
        assertThat(keyed(P | US, 0, USER_WRITE, PKE)).isEqualTo(7);
        assertThat(keyed(OPEN, KEY_3_ACCESS_DISABLED, READ, PKE, SMAP)).isEqualTo(33);
        assertThat(keyed(P | RW, KEY_3_ACCESS_DISABLED, USER_READ, PKE)).isEqualTo(5);
        assertThat(keyed(OPEN | XD, KEY_3_ACCESS_DISABLED, USER_FETCH, PKE, NXE))
                .isEqualTo(21);
    }

    @Test
    void classesAsKeyOnlyWhatTheKeyAloneForbids() {
        X86Tables tables = new X86Tables(X86_64.FOUR_LEVEL);
        X86Control control = X86Bit.control(52, KEY_3_ACCESS_DISABLED, 0, List.of(PKE));
        tables.set(0, PAGE | OPEN | KEY_3);
        assertThat(tables.fault(control, USER_READ).kind()).isEqualTo(FaultClass.PROTECTION_KEY);
        tables.set(0, PAGE | P | US | KEY_3);
        assertThat(tables.fault(control, USER_WRITE).kind()).isEqualTo(FaultClass.PROTECTION);
    }

    @Test
    void takesTheKeysOfSupervisorPagesFromPkrs() {
        X86Control control = X86Bit.control(52, 0, KEY_3_WRITE_DISABLED, List.of(PKS, WP));
        assertThat(code(X86_64.LA57, PAGE | P | RW | KEY_3, control, WRITE)).isEqualTo(35);
        X86Tables tables = new X86Tables(X86_64.LA57);
        tables.set(0, PAGE | P | RW | KEY_3);
        assertThat(tables.access(control, READ)).isInstanceOf(Walk.Translated.class);
        X86Control withoutWp = X86Bit.control(52, 0, KEY_3_WRITE_DISABLED, List.of(PKS));
        assertThat(tables.access(withoutWp, WRITE)).isInstanceOf(Walk.Translated.class);
        tables.set(0, PAGE | OPEN | KEY_3);
        assertThat(tables.access(control, WRITE)).isInstanceOf(Walk.Translated.class);
    }

    /** An access to a descriptor table is the supervisor's, and AC does not open user memory to it (4.6). */
    @Test
    void countsImplicitAccessesAsTheSupervisors() {
        Access implicit = new Access(Kind.READ, Privilege.USER, Form.IMPLICIT);
        X86Control open = X86Bit.control(SMAP, X86Bit.AC);
        assertThat(code(X86_64.FOUR_LEVEL, 0, open, implicit)).isZero();
        assertThat(code(X86_64.FOUR_LEVEL, PAGE | OPEN, open, implicit)).isEqualTo(1);
        X86Tables tables = new X86Tables(X86_64.FOUR_LEVEL);
        assertThat(tables.access(open, READ)).isInstanceOf(Walk.Translated.class);
        tables.set(0, PAGE | P);
        assertThat(tables.access(open, implicit)).isInstanceOf(Walk.Translated.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0000800000000000L, 0xffff7fffffffffffL, 0x0100000000000000L, 0x8000000000000000L})
    void reportsNonCanonicalAddressesAsGeneralProtection(long address) {
        Walk walk = new X86Tables(X86_64.FOUR_LEVEL).walker(X86Control.LINUX).access(new VirtAddr(address), USER_READ);
        assertThat(walk).isInstanceOfSatisfying(Walk.Faulted.class, f -> {
            assertThat(f.fault().kind()).isEqualTo(FaultClass.NON_CANONICAL);
            assertThat(f.fault().level()).isEmpty();
            assertThat(f.fault().code().register()).isEqualTo("#GP error code");
        });
    }

    @Test
    void refusesAddressesOfMoreThan32Bits() {
        for (Architecture mode : List.of(TWO_LEVEL, PAE)) {
            Walk walk = new X86Tables(mode).walker(X86Control.LINUX).translate(new VirtAddr(0x100000000L));
            assertThat(walk).isInstanceOfSatisfying(Walk.Faulted.class, f -> assertThat(
                            f.fault().kind())
                    .isEqualTo(FaultClass.NON_CANONICAL));
        }
    }

    /** 4.4.1: the four pointers are checked when CR3 is loaded. */
    @Test
    void reportsAPaeDirectoryPointerThatCannotBeLoaded() {
        X86Tables tables = new X86Tables(PAE);
        tables.set(2, tables.table(2, P | RW));
        Fault fault = tables.fault(X86Control.LINUX, USER_READ);
        assertThat(fault.kind()).isEqualTo(FaultClass.RESERVED_BIT);
        assertThat(fault.code()).isEqualTo(X86Codes.POINTER_REFUSED);
        tables.set(2, tables.table(2, 0));
        assertThat(tables.fault(X86Control.LINUX, USER_READ).code().value()).isEqualTo(4);
    }
}
