package dev.plumbline.inspector.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every thread's name, out of a heap in which objects were moved before, beside what the JVM itself prints. */
final class JavaThreadNamesTest {

    private static final Pattern PRINTED = Pattern.compile("^\"(.*)\" #.* nid=(0x)?([0-9a-f]+) ", Pattern.MULTILINE);

    static Stream<HeapSetup> ofThisMachine() {
        return HeapSetup.ofThisMachine();
    }

    static Stream<HeapSetup> all() {
        return HeapSetup.all();
    }

    @ParameterizedTest
    @MethodSource("ofThisMachine")
    void namesAreThoseOfTheProgram(HeapSetup setup) throws Exception {
        compare(setup);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void namesAreThoseOfTheProgramOnAnyJvm(HeapSetup setup) throws Exception {
        compare(setup);
    }

    private static void compare(HeapSetup setup) throws Exception {
        Optional<Jdk> jdk = setup.jdk();
        assumeTrue(jdk.isPresent(), () -> Jdk.missing(setup.release()));
        List<String> arguments = new ArrayList<>(setup.moving());
        arguments.add("threads=200");
        try (TargetJvm target = TargetJvm.start(jdk.get(), setup.options(), arguments.toArray(String[]::new));
                LiveTarget live = new LiveTarget(target.pid())) {
            // The thread that answers is made by asking; it is there for both if the first answer is thrown away.
            String first = JvmWords.ask(jdk.get(), target, "VM.version");
            assertThat(first).isNotEmpty();
            TreeMap<Long, String> said = new TreeMap<>();
            Matcher printed = PRINTED.matcher(JvmWords.ask(jdk.get(), target, "Thread.print"));
            while (printed.find()) {
                said.put(Long.parseLong(printed.group(3), printed.group(2) == null ? 10 : 16), printed.group(1));
            }
            HotspotFacts facts = ((HotspotAnswer.Found) live.read()).facts();
            TreeMap<Long, String> read = new TreeMap<>();
            facts.threads().forEach(t -> t.tid()
                    .ifPresent(tid -> read.put(tid, t.name().orElse(""))));
            assertThat(said).hasSizeGreaterThan(208);
            said.values().removeIf(name -> name.chars().anyMatch(c -> c > 0x7e || c == '?'));
            assertThat(read).containsAllEntriesOf(said);
            assertThat(read.values())
                    .contains("a name that is longer than the 15 bytes the kernel keeps")
                    .contains("\u0440\u0430\u0431\u043e\u0442\u0430 \u2116 1")
                    .containsAll(List.of("worker 0", "worker 199"));
        }
    }
}
