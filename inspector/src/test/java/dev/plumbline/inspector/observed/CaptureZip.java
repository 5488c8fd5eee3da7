package dev.plumbline.inspector.observed;

import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A capture read with nothing but java.util.zip, so that the parsers' tests depend on no other room. */
record CaptureZip(Path path) {

    static Stream<CaptureZip> all() {
        return Captures.all().stream().map(CaptureZip::new);
    }

    static CaptureZip named(String name) {
        return new CaptureZip(Captures.named(name));
    }

    String name() {
        return path.getFileName().toString().replace(".zip", "");
    }

    Optional<byte[]> bytes(String entryPath) {
        return open(zip -> {
            ZipEntry entry = zip.getEntry(entryPath);
            return entry == null ? Optional.empty() : Optional.of(content(zip, entry));
        });
    }

    /** A file that must be there. */
    SourceText text(String entryPath) {
        return SourceText.of(
                entryPath,
                bytes(entryPath).orElseThrow(() -> new AssertionError(name() + " does not hold " + entryPath)));
    }

    /** The paths of all files that begin so. */
    List<String> paths(String prefix) {
        return open(zip -> zip.stream()
                .map(ZipEntry::getName)
                .filter(p -> p.startsWith(prefix) && !p.endsWith("/"))
                .sorted()
                .toList());
    }

    /** What the guest's own kernel module, or a grep of the file's text, says: the first match's first group. */
    Optional<String> grep(String entryPath, String regex) {
        Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE)
                .matcher(bytes(entryPath)
                        .map(b -> new String(b, StandardCharsets.ISO_8859_1))
                        .orElse(""));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * A constant of the running kernel as the guest's own module printed it: {@code NAME 0x…} in gtmod.txt or {@code
     * NAME=0x…} in gtvas.txt. A 32-bit kernel's may come sign-extended; such are cut to 32 bits.
     */
    OptionalLong oracle(String constant) {
        String name = Pattern.quote(constant);
        Optional<String> printed =
                grep("gtmod.txt", "^" + name + " (\\S+)$").or(() -> grep("gtvas.txt", "GTVAS " + name + "=(\\S+)$"));
        return printed.map(text -> OptionalLong.of(number(text))).orElse(OptionalLong.empty());
    }

    boolean is32Bit() {
        return name().startsWith("i386") || name().startsWith("armhf") || name().startsWith("armel");
    }

    private long number(String text) {
        long value = text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        return is32Bit() ? value & 0xffff_ffffL : value;
    }

    private <T> T open(Function<ZipFile, T> use) {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return use.apply(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(ZipFile zip, ZipEntry entry) {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
