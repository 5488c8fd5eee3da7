package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.jvm.JvmIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The feature release of a JVM, as it shows from outside: 8, 11, 17. */
final class JavaRelease {

    /** {@code 25.392-b08} is what a JDK 8 calls its HotSpot; {@code 1.8.0_392} what it calls itself. */
    private static final Pattern HOTSPOT_OF_8 = Pattern.compile("25\\.[0-9]+-b[0-9]+.*");

    private static final Pattern VERSION = Pattern.compile("(?:1\\.)?([0-9]{1,3}).*");
    private static final Pattern RELEASE_FILE = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]+)\"");

    /** A release file has some hundred bytes. */
    private static final int MOST_BYTES = 64 << 10;

    private JavaRelease() {}

    /** What the JVM says in its own memory; where that cannot be read, what its installation says. */
    static OptionalInt of(ProcessMap map, Path process) {
        return map.jvm().map(JvmIdentity::version).map(JavaRelease::feature).orElseGet(() -> installed(map, process));
    }

    static OptionalInt feature(String version) {
        if (HOTSPOT_OF_8.matcher(version).matches()) {
            return OptionalInt.of(8);
        }
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** The file {@code release} at the top of the JDK that libjvm.so lies in. */
    private static OptionalInt installed(ProcessMap map, Path process) {
        return map.ranges().stream()
                .flatMap(range -> range.file().stream())
                .filter(file -> file.endsWith("/libjvm.so"))
                .map(Path::of)
                .findFirst()
                .map(library -> release(process.resolve("root"), library))
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt release(Path root, Path library) {
        for (Path home = library.getParent(); home != null; home = home.getParent()) {
            Matcher version = RELEASE_FILE.matcher(
                    text(root.resolve(Path.of("/").relativize(home)).resolve("release")));
            if (version.find()) {
                return feature(version.group(1));
            }
        }
        return OptionalInt.empty();
    }

    /** Empty where the file is not there, or not for us: another level up is asked then. */
    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
