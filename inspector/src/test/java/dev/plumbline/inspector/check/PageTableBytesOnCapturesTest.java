package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is each kernel's own count, taken from the text of status here. */
class PageTableBytesOnCapturesTest {

    private static final Pattern VM_PTE = Pattern.compile("(VmPTE:\\s+)(\\d+)");
    private static final Pattern SWITCHES = Pattern.compile("voluntary_ctxt_switches:\\s+(\\d+)");
    private static final Pattern ALL_SWITCHES = Pattern.compile("(?m)^nr_switches\\s+:\\s+(\\d+)");
    private static final Pattern NAME = Pattern.compile("Name:\\s+(.*)");

    static Stream<String> captures() {
        return Captures.all().stream().map(Path::getFileName).map(p -> p.toString()
                .replace(".zip", ""));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyProcessIsExact(String name) {
        StoredFiles files = stored(name);
        Map<String, Verdict> verdicts = examine(files);

        assertThat(verdicts).hasSameSizeAs(statuses(files));
        for (String status : statuses(files)) {
            Matcher count = VM_PTE.matcher(files.text(status));
            assertThat(count.find()).isTrue();
            assertThat(verdicts.get(subject(files, status)))
                    .as(status)
                    .isInstanceOfSatisfying(Verdict.Holds.class, holds -> assertThat(holds.observed())
                            .isEqualTo(count.group(2) + " KiB"));
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void anyOtherCountIsViolatedAtThatProcess(String name) {
        StoredFiles files = stored(name);
        for (String status : statuses(files)) {
            for (int change : new int[] {-4, 1, 2, 4, 16, 1 << 20}) {
                StoredFiles tampered = files.editing(status, text -> VM_PTE.matcher(text)
                        .replaceFirst(m -> m.group(1) + (Integer.parseInt(m.group(2)) + change)));
                Map<String, Verdict> verdicts = examine(tampered, pid(status));

                assertThat(verdicts.get(subject(files, status)))
                        .as("%s %+d", status, change)
                        .isInstanceOf(Verdict.Violated.class);
            }
        }
    }

    /**
     * The pages of one PTE table vanish from pagemap; all captured kernels have tables of at most 32 MiB. Where the parent has
     * pages in that span, a forked process may rightly have its table; and of a process that ran meanwhile, the files need not
     * agree.
     */
    @ParameterizedTest
    @MethodSource("captures")
    void pagesMissingFromPagemapAreViolatedAtThatProcess(String name) {
        StoredFiles files = stored(name);
        for (String status : statuses(files)) {
            if (subject(files, status).endsWith("-kid") || ranMeanwhile(files, status)) {
                continue;
            }
            String pagemap = status.replace("status", "pagemap.pairs");
            byte[] pairs = files.bytes(pagemap).clone();
            ByteBuffer values = ByteBuffer.wrap(pairs).order(ByteOrder.LITTLE_ENDIAN);
            long lowest = -1;
            for (int i = 0; i < values.limit(); i += 16) {
                boolean page = (values.getLong(i + 8) & ~(1L << 55)) != 0;
                lowest = page && lowest == -1 ? values.getLong(i) >>> 25 : lowest;
                if (values.getLong(i) >>> 25 == lowest) {
                    values.putLong(i + 8, 0);
                }
            }
            Map<String, Verdict> verdicts = examine(files.with(pagemap, pairs), pid(status));

            assertThat(verdicts.get(subject(files, status))).as(status).isInstanceOf(Verdict.Violated.class);
        }
    }

    private static boolean ranMeanwhile(StoredFiles files, String status) {
        String sched = status.replace("status", "sched");
        return files.holds(sched) && sum(SWITCHES, files.text(status)) != sum(ALL_SWITCHES, files.text(sched));
    }

    private static long sum(Pattern counts, String text) {
        return counts.matcher(text)
                .results()
                .mapToLong(m -> Long.parseLong(m.group(1)))
                .sum();
    }

    private static StoredFiles stored(String name) {
        return StoredFiles.ofCapture(
                name,
                Stream.concat(
                                Stream.of(
                                        "boot/",
                                        "proc/version",
                                        "proc/cpuinfo",
                                        "proc/kcore",
                                        "sys/devices/system/cpu/vuln"),
                                IntStream.rangeClosed(1, 9).mapToObj(digit -> "proc/" + digit))
                        .toArray(String[]::new));
    }

    private static List<String> statuses(StoredFiles files) {
        return files.list("proc").content().orElseThrow().stream()
                .map(pid -> "proc/" + pid + "/status")
                .filter(files::holds)
                .filter(path -> files.text(path).contains("VmPTE"))
                .toList();
    }

    private static int pid(String status) {
        return Integer.parseInt(status.split("/", -1)[1]);
    }

    private static String subject(StoredFiles files, String status) {
        Matcher name = NAME.matcher(files.text(status));
        assertThat(name.find()).isTrue();
        return "pid " + pid(status) + " " + name.group(1);
    }

    private static Map<String, Verdict> examine(StoredFiles files, Integer... pids) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        Selection selection = new Selection(List.of(new PageTableBytes()), Set.of(pids));
        CheckRun.run(files, selection, ProgressListener.NONE)
                .findings()
                .forEach(f -> verdicts.put(f.subject(), f.verdict()));
        return verdicts;
    }
}
