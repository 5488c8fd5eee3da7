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
 * User addresses of the process that ran when the machine was stopped, against the emulator's own translation: the same
 * physical address, but where the answer itself says why the hardware has another.
 */
class UserPageOracleTest {

    @ParameterizedTest
    @CsvSource({
        "x86_64-4level, 294",
        "x86_64-4level-pti, 294",
        "x86_64-5level, 311",
        "x86_64-movable-huge, 312",
        "x86_64-newest-6.12, 295",
        "x86_64-numa-6g, 294",
        "i386-nonpae, 238",
        "i386-pae, 247",
        "arm64-6.1-virt-a72, 278",
        "arm64-6.12-max-lpa2, 282",
        "arm64-6.12-16k-max-lpa2, 250",
        "armel-6.1-raspi0, 200",
        "armhf-6.1-armmp, 200",
        "armhf-6.1-armmp-lpae, 200",
        "riscv64-6.12-sv39, 250",
        "riscv64-6.12-sv57, 250",
    })
    void theFrameIsTheEmulators(String name, int agreeing) throws NotACaptureException {
        List<GuestTranslations.Row> rows = GuestTranslations.of(name);
        List<Translation> translations = translations(name, rows);
        List<String> unexplained = new ArrayList<>();
        int agreed = 0;
        for (int i = 0; i < rows.size(); i++) {
            Optional<UserPage> page = translations.get(i).page();
            Optional<PhysAddr> answered = page.flatMap(p -> p.frame().value()).map(Frame::physical);
            Optional<PhysAddr> emulated = rows.get(i).physical();
            if (page.isPresent() && answered.equals(emulated)) {
                agreed++;
            } else if (page.isPresent() && !isExplained(page.get(), emulated)) {
                unexplained.add(rows.get(i) + ": " + page.get());
            }
        }
        assertThat(unexplained).isEmpty();
        assertThat(agreed).isGreaterThanOrEqualTo(agreeing);
    }

    private static boolean isExplained(UserPage page, Optional<PhysAddr> emulated) {
        String says = page.page().value().map(Page::says).orElse("");
        return emulated.isEmpty() ? says.contains("PROT_NONE") : says.startsWith("shows nothing of such a mapping");
    }

    private static List<Translation> translations(String name, List<GuestTranslations.Row> rows)
            throws NotACaptureException {
        try (Capture capture = Capture.open(Captures.named(name))) {
            return Translator.of(CapturedMapper.process(new HostView(capture)))
                    .translate(rows.stream().map(GuestTranslations.Row::address).toList());
        }
    }
}
