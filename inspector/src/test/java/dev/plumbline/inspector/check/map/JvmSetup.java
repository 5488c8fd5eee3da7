package dev.plumbline.inspector.check.map;

import dev.plumbline.fixtures.jvm.Jdk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One JVM of the matrix.
 *
 * @param release the JDK's feature release
 * @param name what the table calls it: {@code g1}, {@code g1 NMT}
 * @param options of the JVM
 * @param arguments of its program
 */
record JvmSetup(int release, String name, List<String> options, List<String> arguments) {

    static final List<Integer> RELEASES = List.of(8, 11, 17, 21, 25, 26);

    private static final String UNLOCK = "-XX:+UnlockExperimentalVMOptions";

    /** Each release's collectors, as Debian and Temurin build them for x86-64. */
    private static List<String> collectors(int release) {
        return switch (release) {
            case 8 -> List.of("Serial", "Parallel", "ConcMarkSweep", "G1");
            case 11 -> List.of("Serial", "Parallel", "ConcMarkSweep", "G1", "Z", "Shenandoah", "Epsilon");
            default -> List.of("Serial", "Parallel", "G1", "Z", "Shenandoah", "Epsilon");
        };
    }

    /** Every collector of a release. */
    static Stream<JvmSetup> collectorsOf(int release) {
        return collectors(release).stream().map(c -> of(release, c, "", List.of(), List.of()));
    }

    /** Variations on the default collector. */
    static Stream<JvmSetup> variationsOf(int release) {
        Map<String, List<String>> options = new TreeMap<>();
        options.put("NMT", List.of("-XX:NativeMemoryTracking=detail"));
        options.put("no CDS", List.of("-Xshare:off"));
        options.put("no compressed oops", List.of("-XX:-UseCompressedOops"));
        options.put("8g heap", List.of("-Xmx8g"));
        Stream<JvmSetup> byOption =
                options.entrySet().stream().map(e -> of(release, "G1", e.getKey(), e.getValue(), List.of()));
        Stream<JvmSetup> byProgram = Stream.of(
                of(release, "G1", "200 threads", List.of(), List.of("threads=200")),
                of(release, "G1", "100 direct buffers", List.of(), List.of("direct=100")),
                of(release, "G1", "64 MiB mapped", List.of(), List.of("mapped=64")));
        return Stream.concat(byOption, byProgram);
    }

    Jdk jdk() {
        return Jdk.ofVersion(release).orElseThrow();
    }

    boolean available() {
        return Jdk.ofVersion(release).isPresent();
    }

    private static JvmSetup of(
            int release, String collector, String variation, List<String> options, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-Xmx128m"));
        if (List.of("Z", "Shenandoah", "Epsilon").contains(collector)) {
            all.add(UNLOCK);
        }
        all.add("-XX:+Use" + collector + "GC");
        all.addAll(options);
        String name = variation.isEmpty() ? collector : collector + ", " + variation;
        return new JvmSetup(release, name, List.copyOf(all), arguments);
    }

    @Override
    public String toString() {
        return "JDK " + release + " " + name;
    }
}
