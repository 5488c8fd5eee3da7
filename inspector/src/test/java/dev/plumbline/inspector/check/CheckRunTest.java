package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckRunTest {

    private static final StoredFiles CAPTURE =
            StoredFiles.ofCapture("x86_64-4level", "boot/", "proc/version", "proc/cpuinfo", "proc/kcore", "proc/1");

    private static final ProcessCheck HELLO = hello(process -> {});

    /** Does something to every process, says hello, and keeps silent about hosts. */
    private static ProcessCheck hello(Consumer<ProcessView> first) {
        return new ProcessCheck() {
            @Override
            public String id() {
                return "test.hello";
            }

            @Override
            public Kind kind() {
                return Kind.POSTURE;
            }

            @Override
            public List<String> evidenceFiles() {
                return List.of();
            }

            @Override
            public void examine(ProcessView process, HostView host, Findings findings) {
                first.accept(process);
                findings.add(this, process.subject(), Verdict.Holds.equal("hello"), List.of());
            }
        };
    }

    /** What ps said in the guest: pid 2 is kthreadd, and captured too. */
    @Test
    void everyProcessWithUserMemoryIsExaminedOnceInOrderOfPids() {
        assertThat(subjects(CAPTURE, HELLO))
                .containsExactly(
                        "pid 1 init",
                        "pid 114 sh",
                        "pid 116 sleep",
                        "pid 117 mapper",
                        "pid 119 mapper-kid",
                        "pid 123 mapperdyn",
                        "pid 125 mapperdyn-kid",
                        "pid 129 mapper32",
                        "pid 131 mapper32-kid",
                        "pid 135 mapper32dyn",
                        "pid 138 mapper32dy-kid");
    }

    @Test
    void kernelThreadsAreNoProcesses() {
        StoredFiles kernelThread = StoredFiles.ofCapture("x86_64-4level", "proc/version", "proc/2/");

        assertThat(kernelThread.holds("proc/2/stat")).isTrue();
        assertThat(findings(kernelThread, HELLO)).singleElement().satisfies(f -> {
            assertThat(f.subject()).isEqualTo("processes");
            assertThat(f.verdict()).isInstanceOf(Verdict.NotObservable.class);
        });
    }

    @Test
    void onlyTheProcessesAskedForAreExamined() {
        Report report = CheckRun.run(CAPTURE, new Selection(List.of(HELLO), Set.of(116)), ProgressListener.NONE);

        assertThat(report.findings()).extracting(Finding::subject).containsExactly("pid 116 sleep");
    }

    @Test
    void aProcessWhoseStatIsDamagedOrDeniedIsNamed() {
        StoredFiles damaged = CAPTURE.with("proc/116/stat", "116 (sle").denying("proc/117/stat", "CAP_SYS_PTRACE");

        assertThat(findings(damaged, HELLO))
                .filteredOn(f -> f.verdict() instanceof Verdict.NotObservable)
                .extracting(Finding::subject)
                .containsExactly("pid 116", "pid 117");
    }

    @Test
    void aProcessThatIsAnotherOneAfterwardsIsNotJudged() {
        StoredFiles files = CAPTURE.copy();
        ProcessCheck replaced = hello(process -> files.replace(
                process.path("stat"),
                files.text(process.path("stat"))
                        .replace(" " + process.startTimeTicks() + " ", " " + (process.startTimeTicks() + 1) + " ")));
        Report report = CheckRun.run(files, new Selection(List.of(replaced), Set.of(116)), ProgressListener.NONE);

        assertThat(report.findings()).singleElement().satisfies(f -> {
            assertThat(f.verdict()).isInstanceOf(Verdict.NotObservable.class);
            assertThat(f.verdict().because()).contains("ended");
        });
    }

    @Test
    void aCaptureWithoutProcessesSaysSoForEveryCheck() {
        StoredFiles none = StoredFiles.ofCapture("x86_64-4level", "boot/");

        assertThat(findings(none, HELLO, new PageTableBytes()))
                .extracting(Finding::check)
                .containsExactly("test.hello", "mmu.page-table-bytes");
    }

    @Test
    void thatNoProcessRunsAJvmIsKnownWhereAllMappingsAreRead() {
        Selection jvms = new Selection(List.of(new JvmHeapWindow(), new JvmAslr()), Set.of());

        Report known = CheckRun.run(CAPTURE, jvms, ProgressListener.NONE);
        assertThat(known.findings()).isEmpty();
        assertThat(known.host().notes()).contains("no process runs a JVM (11 examined): nothing for jvm.* to check");

        StoredFiles denied = CAPTURE.denying("proc/116/maps", "CAP_SYS_PTRACE");
        Report unknown = CheckRun.run(denied, jvms, ProgressListener.NONE);
        assertThat(unknown.findings()).hasSize(2).allSatisfy(f -> assertThat(
                        f.verdict().because())
                .isEqualTo("no process whose mappings may be read runs a HotSpot JVM"));
        assertThat(unknown.host().notes()).noneMatch(note -> note.contains("JVM"));

        Report other = CheckRun.run(CAPTURE, new Selection(List.of(HELLO), Set.of()), ProgressListener.NONE);
        assertThat(other.host().notes()).as("where JVMs were not asked for").noneMatch(note -> note.contains("JVM"));
    }

    @Test
    void aDeniedPagemapIsNamedWithItsRemedyAndEndsNothing() {
        StoredFiles denied = CAPTURE.denying("proc/1/maps", "CAP_SYS_PTRACE");

        List<Finding> findings = findings(denied, new PageTableBytes());

        assertThat(findings.get(0).verdict())
                .isEqualTo(new Verdict.NotObservable("proc/1/maps: EACCES", "CAP_SYS_PTRACE"));
        assertThat(findings.subList(1, findings.size())).hasSize(10).allSatisfy(f -> assertThat(f.verdict())
                .isInstanceOf(Verdict.Holds.class));
    }

    @Test
    void progressCountsEveryListedProcess() {
        AtomicInteger last = new AtomicInteger();
        List<Integer> totals = new ArrayList<>();
        CheckRun.run(CAPTURE, new Selection(List.of(HELLO), Set.of(1, 114)), (done, total) -> {
            last.accumulateAndGet(done, Math::max);
            synchronized (totals) {
                totals.add(total);
            }
        });

        assertThat(last).hasValue(2);
        assertThat(totals).containsOnly(2);
    }

    private static List<String> subjects(StoredFiles files, Check... checks) {
        return findings(files, checks).stream().map(Finding::subject).toList();
    }

    private static List<Finding> findings(StoredFiles files, Check... checks) {
        return CheckRun.run(files, new Selection(List.of(checks), Set.of()), ProgressListener.NONE)
                .findings();
    }
}
