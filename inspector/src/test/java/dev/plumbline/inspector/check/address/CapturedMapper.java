package dev.plumbline.inspector.check.address;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.unit.AddressRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The captures' test program of known layout: its process, and the regions that it printed of itself. */
final class CapturedMapper {

    private CapturedMapper() {}

    static ProcessView process(HostView host) {
        ProcessStat stat = host.files().list("proc").content().orElseThrow().stream()
                .filter(pid -> pid.matches("[0-9]+"))
                .flatMap(pid -> ProcessView.readStat(Integer.parseInt(pid), host).intact().flatMap(s -> s).stream())
                .filter(s -> s.comm().equals("mapper"))
                .findFirst()
                .orElseThrow();
        return new ProcessView(stat, host);
    }

    /** The regions by name; those that it could not map are not among them. */
    static Map<String, AddressRange> regions(String capture) {
        try (ZipFile zip = new ZipFile(Captures.named(capture).toFile())) {
            ZipEntry x86 = zip.getEntry("mapper.csv");
            ZipEntry entry = x86 != null ? x86 : zip.getEntry("mapper/layout.csv");
            String csv = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            Map<String, AddressRange> regions = new LinkedHashMap<>();
            csv.lines().skip(1).map(line -> line.split(",", -1)).forEach(f -> {
                if (f[1].startsWith("0x")) {
                    long start = Long.parseUnsignedLong(f[1].substring(2), 16);
                    regions.put(f[0], AddressRange.of(start, start + Long.decode(f[2])));
                }
            });
            return regions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
