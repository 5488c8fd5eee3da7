package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WritableExecutableTest {

    private static final String PROGRAM = "00400000-00401000 r-xp 00000000 08:01 42 /usr/bin/program\n";
    private static final String CODE = """
            7f0000000000-7f0000270000 rwxp 00000000 00:00 0
            7f0010000000-7f0010270000 rwxp 00000000 00:00 0
            """;
    private static final String STACK = "7ffd00000000-7ffd00021000 rwxp 00000000 00:00 0 [stack]\n";

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.CapturedProcesses#captures")
    void theMapsOfEveryCapturedProcessSayHowMany(String capture) {
        StoredFiles files = CapturedProcesses.stored(capture);
        Map<String, Verdict> verdicts = CapturedProcesses.examine(new WritableExecutable(), files);

        assertThat(verdicts).isNotEmpty();
        verdicts.forEach((subject, verdict) -> {
            String maps = files.text("proc/" + subject.split(" ", -1)[1] + "/maps");
            long both =
                    maps.lines().filter(l -> l.split(" ", -1)[1].contains("wx")).count();
            if (both == 0) {
                assertThat(verdict).as(subject).isEqualTo(new Verdict.Holds("0", "0", ""));
            } else {
                assertThat(subject).contains("mapper");
                assertThat(verdict).as(subject).isInstanceOfSatisfying(Verdict.Violated.class, v -> assertThat(
                                v.observed())
                        .isEqualTo(Long.toString(both)));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/lib/jvm/java-17/lib/server/libjvm.so, HotSpot",
        "/usr/bin/node, V8",
        "/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/libcoreclr.so, .NET",
        "/usr/lib/x86_64-linux-gnu/libluajit-5.1.so.2.1.0, LuaJIT",
        "/usr/bin/qemu-system-x86_64, QEMU"
    })
    void aRuntimeThatIsMappedExplainsItsCode(String runtime, String name) {
        String shown = "7f0020000000-7f0021000000 r-xp 00000000 08:01 77 " + runtime + "\n";

        Verdict verdict = verdict(PROGRAM + CODE + shown);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Explained.class, explained -> {
            assertThat(explained.observed()).isEqualTo(2);
            assertThat(explained.because()).contains(name);
            assertThat(explained.terms().get(0).evidence().text()).contains(runtime);
        });
    }

    @Test
    void aRuntimeExplainsNeitherItsStackNorAFile() {
        String jvm = "7f0020000000-7f0021000000 r-xp 00000000 08:01 77 /opt/jdk/lib/server/libjvm.so\n";
        String file = "7f0030000000-7f0030001000 rwxp 00000000 08:01 78 /opt/lib/patched.so\n";

        assertThat(verdict(PROGRAM + CODE + jvm + STACK))
                .isEqualTo(new Verdict.Violated(
                        "3", "0", "2 of them are the JVM's code cache (HotSpot), the others are not"));
        assertThat(verdict(PROGRAM + jvm + file)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void aNameAloneIsNoRuntime() {
        String anonymous = "7f0020000000-7f0021000000 rw-p 00000000 00:00 0 [anon:libjvm.so]\n";

        assertThat(verdict(PROGRAM + CODE + anonymous)).isInstanceOf(Verdict.Violated.class);
        assertThat(verdict(PROGRAM + CODE)).isInstanceOf(Verdict.Violated.class);
    }

    private static Verdict verdict(String maps) {
        StoredFiles files = CapturedProcesses.with(StoredFiles.none(), 71, "java", 1, 71, maps);
        return Objects.requireNonNull(
                CapturedProcesses.examine(new WritableExecutable(), files).get("pid 71 java"));
    }
}
