package dev.plumbline.inspector.check.address;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/** The emulator's own translation of hundreds of addresses of a captured machine, {@code mmu/gva2gpa.csv}. */
final class GuestTranslations {

    private GuestTranslations() {}

    /**
     * One row.
     *
     * @param physical empty where the emulator has none at either moment
     * @param why what the address is
     */
    record Row(VirtAddr address, Optional<PhysAddr> physical, String why) {}

    /** All rows of a capture. A name may hold a comma: the answers are the last columns. */
    static List<Row> of(String capture) {
        try (ZipFile zip = new ZipFile(Captures.image(capture).toFile())) {
            String csv = new String(
                    zip.getInputStream(zip.getEntry("mmu/gva2gpa.csv")).readAllBytes(), StandardCharsets.UTF_8);
            boolean x86 = csv.startsWith("gva,");
            return csv.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(f -> x86 ? row(f, f[1], f[2]) : row(f, inEitherMode(f), f[1] + " " + f[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String inEitherMode(String[] fields) {
        String inKernel = fields[fields.length - 1];
        return inKernel.equals("unmapped") ? fields[fields.length - 2] : inKernel;
    }

    private static Row row(String[] fields, String physical, String why) {
        return new Row(
                new VirtAddr(number(fields[0])),
                physical.startsWith("0x") ? Optional.of(new PhysAddr(number(physical))) : Optional.empty(),
                why);
    }

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex.substring(2), 16);
    }
}
