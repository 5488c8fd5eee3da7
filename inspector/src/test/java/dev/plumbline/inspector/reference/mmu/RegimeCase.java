package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Architectures;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * A regime whose root is yet to be placed.
 *
 * @param format of the tables below that root
 * @param placed the address that the root translates, of one whose bits above the format's are zero
 * @param rooted the regime with its root there
 */
record RegimeCase(String name, PageTableFormat format, LongUnaryOperator placed, Function<PhysAddr, Regime> rooted) {

    /** Where nothing is held. */
    private static final long ELSEWHERE = 0x1000_0000;

    /** Every architecture, every part of its address space, and control bits that change what entries mean. */
    static List<RegimeCase> all() {
        List<RegimeCase> cases = new ArrayList<>();
        x86(cases);
        x86WithoutPse(cases);
        riscv(cases);
        aarch64(cases);
        arm(cases);
        return cases;
    }

    private static void x86(List<RegimeCase> cases) {
        X86Control narrow = new X86Control(
                false, false, false, true, false, true, false, false, 0, false, 0, 40, X86Control.LINUX_PAT);
        for (X86Control control : List.of(X86Control.LINUX, narrow)) {
            for (Architecture a :
                    List.of(I386.twoLevel(VmSplit.G3), I386.pae(VmSplit.G3), X86_64.FOUR_LEVEL, X86_64.LA57)) {
                String name = a.machine() + " " + a.variant() + (control.equals(narrow) ? ", few features" : "");
                cases.add(new RegimeCase(
                        name, a.format(), signed(a.format()), root -> new X86Regime(a, root.value(), control)));
            }
        }
    }

    /** 32-bit paging in which PS means nothing. */
    private static void x86WithoutPse(List<RegimeCase> cases) {
        I386 twoLevel = I386.twoLevel(VmSplit.G3);
        X86Control without = new X86Control(
                true, false, true, false, false, false, false, false, 0, false, 0, 36, X86Control.LINUX_PAT);
        cases.add(new RegimeCase(
                "i386 without PSE",
                twoLevel.format(),
                signed(twoLevel.format()),
                root -> new X86Regime(twoLevel, root.value(), without)));
    }

    private static void riscv(List<RegimeCase> cases) {
        RiscvControl narrow = new RiscvControl(false, true, false, false, false, false, 34);
        for (RiscvControl control : List.of(RiscvControl.LINUX, narrow)) {
            for (Riscv scheme : List.of(Riscv.SV32, Riscv.SV39, Riscv.SV48, Riscv.SV57)) {
                String name = "RISC-V " + scheme.variant() + (control.equals(narrow) ? ", few features" : "");
                cases.add(new RegimeCase(
                        name,
                        scheme.format(),
                        signed(scheme.format()),
                        root -> new RiscvRegime(scheme, root, control)));
            }
        }
    }

    private static void aarch64(List<RegimeCase> cases) {
        Aarch64Control.Range plain = new Aarch64Control.Range(false, false, false, true, false);
        Aarch64Control narrow = new Aarch64Control(plain, plain, false, false, true, true, false, false, 40, 40, 0);
        for (Aarch64Control control : List.of(Aarch64Control.LINUX, narrow)) {
            for (Architecture architecture : Architectures.ALL) {
                if (architecture instanceof Aarch64 a && a.vaBits() == a.kernelVaBits()) {
                    String name = "AArch64 " + a.variant() + (control.equals(narrow) ? ", few features" : "");
                    PageTableFormat format = a.format();
                    cases.add(new RegimeCase(
                            name + ", lower range",
                            format,
                            address -> address,
                            root -> new Aarch64Regime(a, a, root.value(), OptionalLong.empty(), control)));
                    cases.add(new RegimeCase(
                            name + ", upper range",
                            format,
                            address -> address | (-1L << a.vaBits()),
                            root -> new Aarch64Regime(
                                    Aarch64.of(Granule.K64, 42),
                                    a,
                                    ELSEWHERE,
                                    OptionalLong.of(root.value()),
                                    control)));
                }
            }
        }
    }

    private static void arm(List<RegimeCase> cases) {
        Arm shortDescriptor = Arm.shortDescriptor(VmSplit.G3);
        Arm lpae = Arm.lpae(VmSplit.G3);
        ArmControl old = new ArmControl(
                OptionalLong.of(2),
                OptionalLong.empty(),
                0xd4d7_1375,
                true,
                false,
                false,
                true,
                false,
                true,
                true,
                false,
                false,
                true);
        ArmControl lastGigabyte = new ArmControl(
                OptionalLong.of(1L << 31 | 2 << 16),
                OptionalLong.empty(),
                0,
                false,
                true,
                true,
                false,
                false,
                false,
                false,
                false,
                true,
                false);
        cases.add(new RegimeCase(
                "Arm short descriptors",
                shortDescriptor.format(),
                a -> a,
                root -> new ArmShortRegime(shortDescriptor, root.value(), OptionalLong.empty(), ArmControl.LINUX)));
        cases.add(new RegimeCase(
                "Arm short descriptors, TTBR1",
                shortDescriptor.format(),
                a -> a,
                root -> new ArmShortRegime(shortDescriptor, ELSEWHERE, OptionalLong.of(root.value()), old)));
        cases.add(new RegimeCase(
                "Arm long descriptors",
                lpae.format(),
                a -> a,
                root -> new ArmLpaeRegime(lpae, root.value(), OptionalLong.empty(), ArmControl.LINUX)));
        cases.add(new RegimeCase(
                "Arm long descriptors, TTBR1",
                lpae.format().narrowed(30),
                a -> a | 3L << 30,
                root -> new ArmLpaeRegime(lpae, ELSEWHERE, OptionalLong.of(root.value()), lastGigabyte)));
    }

    /** The upper bits of an address are copies of the highest that is translated; addresses of 32 bits have none. */
    private static LongUnaryOperator signed(PageTableFormat format) {
        int above = Long.SIZE - format.vaBits();
        return format.vaBits() == Integer.SIZE ? address -> address : address -> address << above >> above;
    }

    /** The address that this root translates, of one whose bits above the format's are zero. */
    long address(long fromZero) {
        return placed.applyAsLong(fromZero);
    }

    @Override
    public String toString() {
        return name;
    }
}
