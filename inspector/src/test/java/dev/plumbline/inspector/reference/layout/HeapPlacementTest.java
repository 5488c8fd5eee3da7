package dev.plumbline.inspector.reference.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.inspector.unit.VirtAddr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Held against what JVMs print of themselves: {@code java -Xlog:gc+heap+coops=debug -version} with the options named, OpenJDK
 * 17.0.15 and 25.0.3 (the same on both, Serial and G1 but for one row), and {@code -XX:+PrintCompressedOopsMode} of 8u.
 */
class HeapPlacementTest {

    private static final long GIB = 1L << 30;
    private static final long PAGE = 4096;

    @ParameterizedTest
    @CsvSource({
        // options                                      MiB  lowest     user   align start        mode            base
        //      shift
        "-Xmx256m,                                      256, 80000000,  false,  8, f0000000,    32-bit,          0,          0",
        "-Xmx2g,                                       2048, 80000000,  false,  8, 80000000,    32-bit,          0,          0",
        "-Xmx3g,                                       3072, 80000000,  false,  8, 740000000,   zero-based,      0,          3",
        "-Xmx8g,                                       8192, 80000000,  false,  8, 600000000,   zero-based,      0,          3",
        "-Xmx30g,                                     30720, 80000000,  false,  8, 80000000,    zero-based,      0,          3",
        "-Xmx40g -XX:ObjectAlignmentInBytes=16,       40960, 80000000,  false, 16, 600000000,   zero-based,      0,          4",
        "-Xmx1g -XX:HeapBaseMinAddress=8g,             1024, 200000000, true,   8, 200000000,   zero-based,      0,          3",
        "-Xmx1g -XX:HeapBaseMinAddress=40g,            1024, a00000000, true,   8, a00200000,   non-zero based,  a00000000,  3",
        "-Xmx31g -XX:HeapBaseMinAddress=1g,           31744, 40000000,  true,   8, 40000000,    zero-based,      0,          3",
        "Serial -Xmx31g -XX:HeapBaseMinAddress=4g,    31744, 100000000, true,   8, 100200000,   non-zero based,  100000000,  3",
        "G1 -Xmx31g -XX:HeapBaseMinAddress=4g,        31744, 100000000, true,   8, 101000000,   non-zero based,  100000000,  3",
        "8u -Xmx8g,                                    8192, 80000000,  false,  8, 5c0000000,   zero-based,      0,          3",
        "8u -Xmx31g -XX:HeapBaseMinAddress=4g,        31744, 100000000, true,   8, 100000000,   non-zero based,  fffff000,   3",
    })
    void whatJvmsSayOfThemselves(
            String options,
            long mib,
            String lowest,
            boolean user,
            int align,
            String at,
            String mode,
            String base,
            int shift) {
        HeapPlacement placement = new HeapPlacement(mib << 20, hex(lowest), user, align);
        VirtAddr start = new VirtAddr(hex(at));

        assertThat(placement.windowOf(start)).as(options).isPresent();
        assertThat(placement.mode(start, hex(base)).word()).isEqualTo(mode);
        assertThat(placement.shiftAt(start)).isEqualTo(shift);
        assertThat(placement.withoutBase(start)).isEqualTo(hex(base) == 0);
        if (hex(base) != 0) {
            assertThat(placement.prefixShift(start, hex(base), PAGE))
                    .hasValue(Long.numberOfTrailingZeros(hex(at) - hex(base)));
        }
    }

    /** The first attach point is the highest of the first window, where nothing is in the way. */
    @ParameterizedTest
    @CsvSource({"256, f0000000", "2048, 80000000", "3072, 740000000", "8192, 600000000", "30720, 80000000"})
    void theFirstAttachPointIsTheHighest(long mib, String at) {
        HeapPlacement placement = new HeapPlacement(mib << 20, 2 * GIB, false, 8);

        assertThat(placement.windows().get(0).highest()).isEqualTo(new VirtAddr(hex(at)));
    }

    @Test
    void belowTheLowestAddressIsNoWindow() {
        HeapPlacement placement = new HeapPlacement(256 << 20, 2 * GIB, false, 8);

        assertThat(placement.windowOf(new VirtAddr(2 * GIB))).isPresent();
        assertThat(placement.windowOf(new VirtAddr(2 * GIB - PAGE))).isEmpty();
        assertThat(placement.windowOf(new VirtAddr(0x7f0000000000L))).isEmpty();
    }

    @Test
    void aBaseIsAPowerOfTwoOfPagesBelowAnAlignedHeap() {
        HeapPlacement placement = new HeapPlacement(31 * GIB, 4 * GIB, true, 8);
        VirtAddr start = new VirtAddr(0x100200000L);

        assertThat(placement.prefixShift(start, 0x100000000L, PAGE)).hasValue(21);
        assertThat(placement.prefixShift(start, 0x1001ff000L, PAGE)).hasValue(12);
        assertThat(placement.prefixShift(start, 0x1001ff800L, PAGE)).isEmpty();
        assertThat(placement.prefixShift(start, 0x1001fd000L, PAGE)).isEmpty();
        assertThat(placement.prefixShift(start, 0, PAGE)).isEmpty();
        assertThat(placement.prefixShift(start, 0xfff00000L, PAGE)).isEmpty();
    }

    @Test
    void senselessHeapsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HeapPlacement(0, 2 * GIB, false, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new HeapPlacement(GIB, 2 * GIB, false, 12));
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
