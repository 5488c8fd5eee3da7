package dev.plumbline.inspector.check.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The size of the page that maps an address, against the emulator's list of all mappings of the process that ran. */
class PageSizeOracleTest {

    /** Address, physical address, nine flags: the third is {@code P} for a large page. */
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+): [0-9a-f]+ (.{9}).*");

    private static final int EVERY = 7;

    private record Listed(VirtAddr address, boolean large) {}

    @ParameterizedTest
    @CsvSource({
        "x86_64-movable-huge, 6",
        "x86_64-newest-6.12, 5",
        "x86_64-4level, 0",
        "x86_64-5level, 0",
        "i386-pae, 1",
    })
    void aSizeThatIsClaimedIsTheTables(String name, int huge) throws NotACaptureException {
        List<Listed> mappings = userMappings(name);
        List<VirtAddr> addresses = mappings.stream().map(Listed::address).toList();
        try (Capture capture = Capture.open(Captures.named(name))) {
            List<Translation> translations =
                    Translator.of(CapturedMapper.process(new HostView(capture))).translate(addresses);
            int claimedHuge = 0;
            for (int i = 0; i < mappings.size(); i++) {
                long claimed = translations
                        .get(i)
                        .page()
                        .flatMap(p -> p.size().value())
                        .map(PageSize::bytes)
                        .orElse(0L);
                long listed = mappings.get(i).large() ? 2L << 20 : 4096;
                if (claimed != 0) {
                    assertThat(claimed).as(mappings.get(i).toString()).isEqualTo(listed);
                    claimedHuge += claimed > 4096 ? 1 : 0;
                }
            }
            assertThat(claimedHuge).isGreaterThanOrEqualTo(huge);
        }
    }

    /** All large pages, and some of the others. */
    private static List<Listed> userMappings(String name) {
        long end = name.startsWith("i386") ? 0xc0000000L : 0x7ffffffff000L;
        List<Listed> mappings = new ArrayList<>();
        try (ZipFile zip = new ZipFile(Captures.image(name).toFile());
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        zip.getInputStream(zip.getEntry("mmu/info-tlb.txt")), StandardCharsets.UTF_8))) {
            int seen = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = MAPPING.matcher(line);
                if (matcher.matches()) {
                    long address = Long.parseUnsignedLong(matcher.group(1), 16);
                    boolean large = matcher.group(2).charAt(2) == 'P';
                    if (Long.compareUnsigned(address, end) < 0 && (large || seen++ % EVERY == 0)) {
                        mappings.add(new Listed(new VirtAddr(address), large));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mappings;
    }
}
