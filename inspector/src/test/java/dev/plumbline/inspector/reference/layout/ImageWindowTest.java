package dev.plumbline.inspector.reference.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses of probe programs that real kernels executed, one of each kind of program and setting. */
class ImageWindowTest {

    @ParameterizedTest
    @CsvSource({
        "x86_64,  557de1097000, true,  true,  'dynamic PIE'",
        "x86_64,  555555554000, true,  true,  'dynamic PIE without randomization'",
        "x86_64,  400000,       true,  false, 'dynamic, fixed'",
        "x86_64,  400000,       false, false, 'static, fixed'",
        "x86_64,  7ffff7f26000, false, true,  'static PIE without randomization'",
        "x86_64,  152f243b7000, false, true,  'static PIE below an unlimited stack'",
        "sv39,    10000,        false, false, 'static, fixed'",
        "sv39,    2aaaaaa000,   true,  true,  'dynamic PIE without randomization'",
        "ia32,    56555000,     true,  true,  'dynamic PIE without randomization'",
        "ia32,    8048000,      true,  false, 'dynamic, fixed'",
        "i386,    4bf000,       true,  true,  'dynamic PIE'",
        "i386,    400000,       true,  true,  'dynamic PIE without randomization'",
        "i386,    8048000,      true,  false, 'dynamic, fixed'",
        "i386,    8048000,      false, false, 'static, fixed'",
        "i386,    b7e97000,     false, true,  'static PIE'",
        "arm,     4e4000,       true,  true,  'dynamic PIE'",
        "arm,     10000,        true,  false, 'dynamic, fixed'",
        "arm,     10000,        false, false, 'static, fixed'"
    })
    void tellsImagesThatMayLieAnywhere(String abi, String base, boolean interpreted, boolean admitted, String what) {
        assertThat(window(abi).admits(new VirtAddr(Long.parseLong(base, 16)), interpreted))
                .as("%s: %s at %s", abi, what, base)
                .isEqualTo(admitted);
    }

    private static ImageWindow window(String abi) {
        AddressRange low = AddressRange.of(0x400000, 0x400000 + (4096L << 16));
        return switch (abi) {
            case "x86_64" -> new ImageWindow((1L << 47) - 4096, Optional.empty(), Optional.empty());
            case "sv39" -> new ImageWindow(1L << 38, Optional.empty(), Optional.empty());
            case "ia32" -> new ImageWindow(0xffffe000L, Optional.empty(), Optional.empty());
            case "i386" -> new ImageWindow(0xc0000000L, Optional.of(low), Optional.of(new VirtAddr(0x08048000)));
            case "arm" -> new ImageWindow(0xbf000000L, Optional.of(low), Optional.empty());
            default -> throw new IllegalArgumentException(abi);
        };
    }
}
