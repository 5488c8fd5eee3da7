package dev.plumbline.inspector.check.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kernel addresses, against the emulator's own translation of them at the instant of the capture. Wherever a physical address is
 * claimed and the emulator has one, they are the same.
 */
class KernelPlaceOracleTest {

    /** One row of {@code gva2gpa.csv}; the answers of the two moments are one where they do not differ. */
    record Row(VirtAddr address, Optional<PhysAddr> physical, String why) {}

    @ParameterizedTest
    @CsvSource({
        "x86_64-4level",
        "x86_64-4level-pti",
        "x86_64-5level",
        "x86_64-movable-huge",
        "x86_64-newest-6.12",
        "i386-nonpae",
        "i386-pae",
        "arm64-6.1-virt-a72",
        "arm64-6.12-max-lpa2",
        "arm64-6.12-16k-max-lpa2",
        "armel-6.1-raspi0",
        "armhf-6.1-armmp",
        "armhf-6.1-armmp-lpae",
        "riscv64-6.12-sv39",
        "riscv64-6.12-sv57",
    })
    void aClaimedPhysicalAddressIsTheEmulators(String name) throws Exception {
        List<Row> rows = rows(name);
        int claimed = 0, equal = 0, unmapped = 0, kernel=0, mapped=0;
        List<String> wrong = new ArrayList<>();
        java.util.Map<String,Integer> regions = new java.util.TreeMap<>();
        try (Capture capture = Capture.open(Captures.named(name))) {
            List<Translation> translations = Translator.of(new HostView(capture))
                    .translate(rows.stream().map(Row::address).toList());
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                Optional<KernelPlace> place = translations.get(i).kernel();
                if (place.isEmpty()) continue;
                kernel++;
                if (row.physical().isPresent()) mapped++;
                Optional<PhysAddr> c = place.get().physical().value();
                regions.merge(place.get().region() + (c.isPresent() ? " CLAIM" : "") + (row.physical().isPresent() ? "" : " unmapped"), 1, Integer::sum);
                if (c.isEmpty()) continue;
                claimed++;
                if (row.physical().isEmpty()) { unmapped++; System.out.println("   unmapped " + row + " " + place.get().region() + place.get().details()); }
                else if (row.physical().equals(c)) equal++;
                else wrong.add(row + " " + place.get());
            }
        }
        System.out.println(name + " kernel " + kernel + " mapped " + mapped + " claimed " + claimed + " equal " + equal + " unmapped " + unmapped + " wrong " + wrong.size());
        System.out.println("   " + regions);
        wrong.forEach(w -> System.out.println("   WRONG " + w));
    }

    static List<Row> rows(String name) throws IOException {
        try (ZipFile zip = new ZipFile(Captures.image(name).toFile())) {
            String csv = new String(
                    zip.getInputStream(zip.getEntry("mmu/gva2gpa.csv")).readAllBytes(), StandardCharsets.UTF_8);
            List<Row> rows = new ArrayList<>();
            boolean x86 = csv.startsWith("gva,");
            csv.lines().skip(1).forEach(line -> {
                String[] f = line.split(",", -1);
                int last = f.length - 1;
                String gpa = x86 ? f[1] : f[last].equals("unmapped") ? f[last - 1] : f[last];
                rows.add(new Row(
                        new VirtAddr(Long.parseUnsignedLong(f[0].substring(2), 16)),
                        gpa.startsWith("0x")
                                ? Optional.of(new PhysAddr(Long.parseUnsignedLong(gpa.substring(2), 16)))
                                : Optional.empty(),
                        x86 ? f[2] : f[1] + " " + f[2]));
            });
            return rows;
        }
    }
}
