package dev.plumbline.inspector.reference.mmu;

import static dev.plumbline.inspector.reference.mmu.X86Bit.NXE;
import static dev.plumbline.inspector.reference.mmu.X86Bit.PAGES_1G;
import static dev.plumbline.inspector.reference.mmu.X86Bit.PSE;
import static dev.plumbline.inspector.reference.mmu.X86Tables.OPEN;
import static dev.plumbline.inspector.reference.mmu.X86Tables.P;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PAE;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PAGE;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PS;
import static dev.plumbline.inspector.reference.mmu.X86Tables.TWO_LEVEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bit of every entry, alone: whether it is reserved, by the tables of Intel SDM vol. 3, chapter 4, written down here
 * as bit ranges; save bit 5 of a PAE pointer, which images of an emulator have set.
 */
class X86ReservedBitsTest {

    private static final int PS_BIT = 7;
    private static final Access READ = Access.of(Kind.READ, Privilege.USER);

    /**
     * One kind of entry.
     *
     * @param large whether it maps a page above the last level
     * @param reserved the bits that are
     */
    private record Shape(
            Architecture mode, int physicalBits, List<X86Bit> bits, int level, boolean large, long reserved) {

        boolean says(int bit) {
            return (reserved >>> bit & 1) != 0;
        }

        @Override
        public String toString() {
            return "%s, MAXPHYADDR %d, %s, level %d%s"
                    .formatted(mode.variant(), physicalBits, bits, level, large ? " large" : "");
        }
    }

    /** Ranges of bits, each by its highest and its lowest. */
    private static long bits(int... pairs) {
        long bits = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            bits |= (-1L >>> (63 - pairs[i])) & -(1L << pairs[i + 1]);
        }
        return bits;
    }

    static Stream<Shape> shapes() {
        List<X86Bit> all = List.of(NXE, PSE, PAGES_1G);
        List<X86Bit> withoutNxe = List.of(PSE, PAGES_1G);
        List<Shape> shapes = new ArrayList<>(List.of(
                new Shape(TWO_LEVEL, 40, all, 0, false, bits()),
                new Shape(TWO_LEVEL, 40, all, 1, false, bits()),
                new Shape(TWO_LEVEL, 40, all, 1, true, bits(21, 21)),
                new Shape(TWO_LEVEL, 52, all, 1, true, bits(21, 21)),
                new Shape(TWO_LEVEL, 36, all, 1, true, bits(21, 17)),
                new Shape(TWO_LEVEL, 32, all, 1, true, bits(21, 13)),
                new Shape(TWO_LEVEL, 32, List.of(NXE), 1, true, bits()),
                new Shape(PAE, 36, all, 2, false, bits(63, 36, 8, 6, 2, 1)),
                new Shape(PAE, 36, all, 1, false, bits(62, 36)),
                new Shape(PAE, 36, all, 1, true, bits(62, 36, 20, 13)),
                new Shape(PAE, 36, all, 0, false, bits(62, 36)),
                new Shape(PAE, 52, all, 0, false, bits(62, 52)),
                new Shape(PAE, 52, withoutNxe, 2, false, bits(63, 52, 8, 6, 2, 1)),
                new Shape(PAE, 52, withoutNxe, 1, false, bits(63, 52)),
                new Shape(PAE, 52, List.of(), 1, true, bits(63, 52, 20, 13)),
                new Shape(PAE, 52, withoutNxe, 0, false, bits(63, 52))));
        for (Architecture mode : List.of(X86_64.FOUR_LEVEL, X86_64.LA57)) {
            for (int level = 3; level < mode.format().levels().size(); level++) {
                shapes.add(new Shape(mode, 46, all, level, false, bits(51, 46, 7, 7)));
                shapes.add(new Shape(mode, 52, withoutNxe, level, false, bits(63, 63, 7, 7)));
            }
            shapes.add(new Shape(mode, 46, all, 2, false, bits(51, 46)));
            shapes.add(new Shape(mode, 52, List.of(NXE), 2, false, bits(7, 7)));
            shapes.add(new Shape(mode, 46, all, 2, true, bits(51, 46, 29, 13)));
            shapes.add(new Shape(mode, 52, withoutNxe, 2, true, bits(63, 63, 29, 13)));
            shapes.add(new Shape(mode, 46, all, 1, false, bits(51, 46)));
            shapes.add(new Shape(mode, 46, all, 1, true, bits(51, 46, 20, 13)));
            shapes.add(new Shape(mode, 46, withoutNxe, 1, true, bits(63, 63, 51, 46, 20, 13)));
            shapes.add(new Shape(mode, 46, all, 0, false, bits(51, 46)));
            shapes.add(new Shape(mode, 52, all, 0, false, bits()));
            shapes.add(new Shape(mode, 52, withoutNxe, 0, false, bits(63, 63)));
        }
        return shapes.stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void eachBitAlone(Shape shape) {
        X86Tables tables = new X86Tables(shape.mode);
        X86Control control = X86Bit.control(shape.physicalBits, 0, 0, shape.bits);
        boolean pointer = tables.pointer(shape.level);
        long entry = shape.large
                ? PAGE | OPEN | PS
                : shape.level == 0 ? PAGE | OPEN : tables.table(shape.level, pointer ? P : OPEN);
        int width = shape.mode.format().levels().get(shape.level).entryBytes() * Byte.SIZE;
        for (int bit = 1; bit < width; bit++) {
            boolean becomesAPage = bit == PS_BIT && !shape.large && shape.level > 0 && !shape.says(bit);
            if (becomesAPage) {
                continue;
            }
            tables.set(shape.level, entry | 1L << bit);
            Walk walk = tables.access(control, READ);
            boolean reserved = walk instanceof Walk.Faulted f
                    && f.fault().kind() == FaultClass.RESERVED_BIT
                    && f.fault().level().orElseThrow() == shape.level;
            assertThat(reserved).as("%s, bit %d: %s", shape, bit, walk).isEqualTo(shape.says(bit));
        }
    }

    /** Reserved bits are checked where P is set only (4.7), and software may use the others. */
    @ParameterizedTest
    @MethodSource("shapes")
    void nothingIsReservedWhereNothingIsPresent(Shape shape) {
        X86Tables tables = new X86Tables(shape.mode);
        tables.set(shape.level, -2L);
        Fault fault = tables.fault(X86Bit.control(shape.physicalBits, 0, 0, shape.bits), READ);
        assertThat(fault.kind()).isEqualTo(FaultClass.NOT_PRESENT);
        assertThat(fault.level()).hasValue(shape.level);
        assertThat(fault.code()).isEqualTo(new HardwareCode("#PF error code", 4, "U/S"));
    }
}
