package dev.plumbline.inspector.check.map;

import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
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
 * @param wrapper words in front of the command; a wrapper forks, and the JVM is its child
 */
record JvmSetup(int release, String name, List<String> options, List<String> arguments, List<String> wrapper) {

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
        JvmSetup g1 = of(release, "G1", "pid namespace", List.of(), List.of());
        List<String> unshare = List.of("unshare", "--pid", "--fork", "--kill-child");
        JvmSetup nested = new JvmSetup(release, g1.name(), g1.options(), g1.arguments(), unshare);
        return Stream.of(byOption, byProgram, Stream.of(nested)).flatMap(s -> s);
    }

    /** Starts it. */
    TargetJvm start() {
        return TargetJvm.start(wrapper, jdk(), options, arguments.toArray(String[]::new));
    }

    /** The JVM's pid, as the tests' own namespace numbers it. */
    int pidOf(TargetJvm target) {
        return wrapper.isEmpty()
                ? target.pid()
                : (int) target.process().descendants().findFirst().orElseThrow().pid();
    }

    Jdk jdk() {
        return Jdk.ofVersion(release).orElseThrow();
    }

    boolean available() {
        boolean root = System.getProperty("user.name").equals("root");
        return Jdk.ofVersion(release).isPresent() && (wrapper.isEmpty() || root);
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
        return new JvmSetup(release, name, List.copyOf(all), arguments, List.of());
    }

    @Override
    public String toString() {
        return "JDK " + release + " " + name;
    }
}
