package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveHostTest {

    private final Path root;

    LiveHostTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void theRunningKernelIsReadToItsEndAlthoughItsFilesHaveNoSize() throws NotAHostException, IOException {
        try (LiveHost host = LiveHost.open(Path.of("/"))) {
            assertThat(Files.size(Path.of("/proc/version"))).isZero();
            assertThat(host.read("proc/version").content()).hasValue(Files.readAllBytes(Path.of("/proc/version")));
            assertThat(host.origin().name())
                    .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname"))
                            .strip());
            assertThat(host.list("proc").content().orElseThrow())
                    .contains(Long.toString(ProcessHandle.current().pid()), "zoneinfo");
        }
    }

    @Test
    void aFileThatThisUserMayNotReadIsDeniedWithItsRemedy() throws Exception {
        Path kpageflags = fakeRoot().resolve("proc/kpageflags");
        Files.write(kpageflags, new byte[8]);
        Files.setPosixFilePermissions(kpageflags, PosixFilePermissions.fromString("---------"));
        try (LiveHost host = LiveHost.open(root)) {
            Reading<byte[]> reading = withoutFileAccess(() -> host.read("proc/kpageflags"));
            assertThat(reading).isInstanceOfSatisfying(Reading.Denied.class, denied -> {
                assertThat(denied.reason()).isEqualTo("EACCES");
                assertThat(denied.remedy()).contains("root");
            });
        }
    }

    @Test
    void pagemapSaysWhichCapabilitiesItTakes() throws Exception {
        Path pagemap = fakeRoot().resolve("proc/4711/pagemap");
        Files.createDirectories(pagemap.getParent());
        Files.write(pagemap, new byte[8]);
        Files.setPosixFilePermissions(pagemap, PosixFilePermissions.fromString("---------"));
        try (LiveHost host = LiveHost.open(root)) {
            Reading<PagemapCoverage> reading =
                    withoutFileAccess(() -> host.pagemap(4711, 4096, List.of(new Span(0, 4096)), 1, (a, e, n) -> {}));
            assertThat(reading).isInstanceOfSatisfying(Reading.Denied.class, denied -> assertThat(denied.remedy())
                    .contains("CAP_SYS_PTRACE", "CAP_SYS_ADMIN"));
        }
    }

    @Test
    void whatTheKernelDoesNotOfferNamesTheOption() throws NotAHostException, IOException {
        fakeRoot();
        try (LiveHost host = LiveHost.open(root)) {
            assertThat(host.read("proc/kpageflags"))
                    .isInstanceOfSatisfying(
                            Reading.Absent.class, a -> assertThat(a.reason()).contains("CONFIG_PROC_PAGE_MONITOR"));
            assertThat(host.read("proc/4711/maps"))
                    .isInstanceOfSatisfying(
                            Reading.Absent.class, a -> assertThat(a.reason()).contains("no process 4711"));
        }
    }

    @Test
    void aProcessThatEndedIsNotDeniedAndNotEmpty() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        Path maps = Path.of("/proc/" + sleep.pid() + "/maps");
        try (LiveHost host = LiveHost.open(Path.of("/"))) {
            assertThat(Files.exists(maps)).isTrue();
            sleep.destroyForcibly().waitFor();
            assertThat(host.read("proc/" + sleep.pid() + "/maps")).isInstanceOf(Reading.Absent.class);
        }
    }

    @Test
    void errnoDecidesWhatAReadingIs() {
        HostErrors errors = new HostErrors(root);
        Provenance maps = new Provenance("proc/1/maps", Instant.EPOCH);
        Function<String, Reading<byte[]>> of = text -> errors.reading(maps, new IOException(text));
        assertThat(of.apply("Operation not permitted"))
                .isInstanceOfSatisfying(
                        Reading.Denied.class, d -> assertThat(d.reason()).isEqualTo("EPERM"));
        assertThat(of.apply("No such process")).isInstanceOfSatisfying(Reading.Failed.class, f -> assertThat(f.reason())
                .contains("ended"));
        assertThat(new HostErrors(Path.of("/"))
                        .<byte[]>reading(
                                new Provenance("proc/self/maps", Instant.EPOCH), new IOException("No such process")))
                .isInstanceOfSatisfying(
                        Reading.Failed.class, f -> assertThat(f.reason()).contains("no address space"));
        assertThat(of.apply("Input/output error"))
                .isInstanceOfSatisfying(
                        Reading.Failed.class, f -> assertThat(f.reason()).startsWith("EIO"));
        assertThat(of.apply("Etwas ganz anderes"))
                .isInstanceOfSatisfying(
                        Reading.Failed.class, f -> assertThat(f.reason()).isEqualTo("Etwas ganz anderes"));
    }

    @Test
    void aFolderWithoutAKernelIsRefusedInOneLine() {
        assertThatThrownBy(() -> LiveHost.open(root))
                .isInstanceOf(NotAHostException.class)
                .hasMessageContaining("proc/version")
                .message()
                .hasLineCount(1);
    }

    private Path fakeRoot() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.write(root.resolve("proc/version"), "Linux version 6.1.0\n".getBytes(StandardCharsets.US_ASCII));
        return root;
    }

    /** Runs on a thread of its own whose file system user is nobody, so that root is denied like anyone else. */
    private static <T> T withoutFileAccess(Callable<T> action) throws InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(() -> {
            MappedMemory.giveUpFileAccess();
            return action.call();
        });
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        return task.get();
    }
}
