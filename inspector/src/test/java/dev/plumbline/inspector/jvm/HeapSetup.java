package dev.plumbline.inspector.jvm;

import dev.plumbline.fixtures.jvm.Jdk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JVM by how it writes objects and references.
 *
 * @param release the JDK's feature release
 * @param choice options of the JVM that decide it, separated by blanks
 */
record HeapSetup(int release, String choice) {

    private static final List<String> OF_ALL =
            List.of("-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC", "-XX:-UseCompressedOops");

    /** A form of each: class pointers in 4 bytes, in the mark word, with and without colours in the references. */
    static Stream<HeapSetup> ofThisMachine() {
        return Stream.of(
                new HeapSetup(17, "-XX:+UseG1GC"),
                new HeapSetup(17, "-XX:+UseZGC"),
                new HeapSetup(25, "-XX:+UseG1GC -XX:+UseCompactObjectHeaders"),
                new HeapSetup(25, "-XX:+UseZGC"));
    }

    /** Every release with every form that it has. */
    static Stream<HeapSetup> all() {
        return Stream.of(8, 11, 17, 21, 25, 26)
                .flatMap(release -> choices(release).stream().map(choice -> new HeapSetup(release, choice)));
    }

    Optional<Jdk> jdk() {
        return Jdk.ofVersion(release);
    }

    List<String> options() {
        List<String> options = new ArrayList<>(List.of("-Xmx192m", "-XX:+UnlockExperimentalVMOptions"));
        options.addAll(List.of(choice.split(" ")));
        return options;
    }

    /**
     * Arguments of the program by which objects move last of all, and nobody has followed the references to them since: a whole collection
     * moves what lies among garbage, and ZGC with generations moves young objects in a young one.
     */
    List<String> moving() {
        boolean generations = choice.contains("UseZGC") && (release >= 24 || choice.contains("ZGenerational"));
        return generations ? List.of("churn=2", "young=1") : List.of("churn=2");
    }

    private static List<String> choices(int release) {
        List<String> choices = new ArrayList<>(OF_ALL);
        if (release < 14) {
            choices.add("-XX:+UseConcMarkSweepGC");
        }
        if (release >= 11) {
            choices.addAll(List.of("-XX:+UseZGC", "-XX:+UseShenandoahGC", "-XX:+UseEpsilonGC -Xmx1g"));
        }
        if (release == 21) {
            choices.add("-XX:+UseZGC -XX:+ZGenerational");
        }
        if (release >= 15 && release < 25) {
            choices.add("-XX:-UseCompressedClassPointers");
        }
        if (release >= 25) {
            choices.add("-XX:+UseShenandoahGC -XX:ShenandoahGCMode=generational");
            for (String collector : new String[] {"G1", "Z", "Shenandoah", "Parallel"}) {
                choices.add("-XX:+UseCompactObjectHeaders -XX:+Use" + collector + "GC");
            }
        }
        return choices;
    }

    @Override
    public String toString() {
        return "JDK " + release + " " + choice;
    }
}
