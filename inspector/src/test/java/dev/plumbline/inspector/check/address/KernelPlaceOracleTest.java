package dev.plumbline.inspector.check.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kernel addresses, against the emulator's own translation of them at the instant of the capture. Wherever a physical address is
 * claimed, the emulator has the same.
 */
class KernelPlaceOracleTest {

    /** The emulator's monitor prints physical address zero as {@code 0}, which the collection of the rows took for none. */
    private static final PhysAddr ZERO = new PhysAddr(0);

    @ParameterizedTest
    @CsvSource({
        "x86_64-4level, 104",
        "x86_64-5level, 104",
        "x86_64-movable-huge, 104",
        "x86_64-newest-6.12, 102",
        "x86_64-numa-6g, 100",
        "i386-nonpae, 83",
        "i386-pae, 83",
        "arm64-6.1-virt-a72, 108",
        "arm64-6.12-max-lpa2, 133",
        "arm64-6.12-16k-max-lpa2, 138",
        "armel-6.1-raspi0, 132",
        "armhf-6.1-armmp, 108",
        "armhf-6.1-armmp-lpae, 105",
        "riscv64-6.12-sv39, 133",
        "riscv64-6.12-sv57, 133",
    })
    void aClaimedPhysicalAddressIsTheEmulators(String name, int claims) throws NotACaptureException {
        List<GuestTranslations.Row> rows = GuestTranslations.of(name);
        List<Optional<KernelPlace>> places = places(name, rows);
        List<String> wrong = new ArrayList<>();
        int right = 0;
        for (int i = 0; i < rows.size(); i++) {
            Optional<PhysAddr> claimed = places.get(i).flatMap(p -> p.physical().value());
            if (claimed.isPresent() && !claimed.get().equals(ZERO)) {
                if (claimed.equals(rows.get(i).physical())) {
                    right++;
                } else {
                    wrong.add(rows.get(i) + ": " + places.get(i).orElseThrow());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(right).isGreaterThanOrEqualTo(claims);
    }

    /** Page-table isolation: the emulator was stopped in user mode, on tables that hold next to nothing of the kernel. */
    @ParameterizedTest
    @CsvSource({"x86_64-4level-pti"})
    void withIsolatedTablesTheEmulatorHasNoneOfThem(String name) throws NotACaptureException {
        List<GuestTranslations.Row> rows = GuestTranslations.of(name);
        List<Optional<KernelPlace>> places = places(name, rows);
        for (int i = 0; i < rows.size(); i++) {
            if (places.get(i).flatMap(p -> p.physical().value()).isPresent()) {
                assertThat(rows.get(i).physical()).as(rows.get(i).why()).isEmpty();
            }
        }
    }

    private static List<Optional<KernelPlace>> places(String name, List<GuestTranslations.Row> rows)
            throws NotACaptureException {
        try (Capture capture = Capture.open(Captures.named(name))) {
            return Translator.of(new HostView(capture))
                    .translate(rows.stream().map(GuestTranslations.Row::address).toList())
                    .stream()
                    .map(Translation::kernel)
                    .toList();
        }
    }
}
