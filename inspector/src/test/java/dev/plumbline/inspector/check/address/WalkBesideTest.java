package dev.plumbline.inspector.check.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a capture holds a memory image, the walk stands beside what pagemap and the rules tell, and they agree. */
class WalkBesideTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x86_64-4level-pti",
                "i386-pae",
                "arm64-6.12-max-lpa2",
                "armhf-6.1-armmp",
                "riscv64-6.12-sv57",
            })
    void theTablesAgreeWithPagemapAndTheRules(String name) throws NotACaptureException {
        List<Translation> translations = translations(Captures.withImage(name).toString(), name);
        List<String> disagreeing = new ArrayList<>();
        int agreed = 0;
        for (Translation translation : translations) {
            Optional<Boolean> agrees = translation.walk().flatMap(WalkAnswer::agrees);
            agreed += agrees.orElse(false) ? 1 : 0;
            if (agrees.filter(a -> !a).isPresent()) {
                disagreeing.add(translation.toString());
            }
        }
        assertThat(disagreeing).isEmpty();
        assertThat(agreed).as("addresses that both tell").isGreaterThan(200);
    }

    @Test
    void withoutAnImageThereIsNoWalk() throws NotACaptureException {
        String capture = Captures.named("x86_64-4level").toString();
        assertThat(translations(capture, "x86_64-4level"))
                .allSatisfy(t -> assertThat(t.walk()).isEmpty());
    }

    private static List<Translation> translations(String file, String name) throws NotACaptureException {
        try (Capture capture = Capture.open(Path.of(file))) {
            return Translator.of(CapturedMapper.process(new HostView(capture)))
                    .translate(GuestTranslations.of(name).stream()
                            .map(GuestTranslations.Row::address)
                            .toList());
        }
    }
}
