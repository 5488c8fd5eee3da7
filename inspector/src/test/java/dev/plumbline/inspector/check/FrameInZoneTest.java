package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The machine of the built processes has RAM from 1 MiB to 0x1ffdd000; frame 0x1ffdd is reserved, 0xfd000000 a device. */
class FrameInZoneTest {

    private static final long HEAP = 0x10000000L;
    private static final StoredFiles MACHINE = BuiltProcess.machine();
    private static final String DAX_FILE = "rw-s 00000000 103:01 77 /mnt/dax/file";

    static Stream<String> captures() {
        return Captures.all().stream().map(Path::getFileName).map(p -> p.toString()
                .replace(".zip", ""));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyFrameOfEveryCapturedProcessIsRamOfAZone(String name) {
        Map<String, Finding> findings = examine(stored(name));

        assertThat(findings).isNotEmpty().allSatisfy((subject, finding) -> assertThat(finding.verdict())
                .as(subject)
                .isInstanceOf(Verdict.Holds.class));
    }

    /** Frame 2^40 is no machine's RAM here; neither is the frame behind the last one of RAM. */
    @ParameterizedTest
    @MethodSource("captures")
    void oneFrameElsewhereIsViolatedAtThatProcessAndAddress(String name) {
        StoredFiles files = stored(name);
        for (long stray : new long[] {1L << 40, lastRamFrame(files, name) + 1}) {
            Map<String, Finding> plain = examine(files);
            for (String subject : plain.keySet()) {
                String path = "proc/" + subject.split(" ", -1)[1] + "/pagemap.pairs";
                byte[] pairs = files.bytes(path).clone();
                ByteBuffer values = ByteBuffer.wrap(pairs).order(ByteOrder.LITTLE_ENDIAN);
                int at = firstPresent(values);
                values.putLong(at + 8, (values.getLong(at + 8) & ~((1L << 55) - 1)) | stray);
                Verdict verdict = verdict(files.with(path, pairs), subject);

                assertThat(verdict).as(subject).isInstanceOf(Verdict.Violated.class);
                assertThat(verdict.because()).contains("%x shows frame %x".formatted(values.getLong(at), stray));
            }
        }
    }

    @Test
    void frameZeroIsAFrameWhereOthersAreShown() {
        BuiltProcess process = heap().pages(HEAP, 0x1000, 3).entry(HEAP + 0x8000, BuiltProcess.PRESENT);

        assertThat(verdict(MACHINE, process)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void framesThatAreNotShownAreNotObservable() {
        BuiltProcess process = heap().entry(HEAP, BuiltProcess.PRESENT).entry(HEAP + 4096, BuiltProcess.PRESENT);

        assertThat(verdict(MACHINE, process))
                .isInstanceOfSatisfying(Verdict.NotObservable.class, hidden -> assertThat(hidden.remedy())
                        .isEqualTo("CAP_SYS_ADMIN"));
    }

    @Test
    void addressesThatAreNotShownAreNotObservable() {
        StoredFiles blank = MACHINE.editing(
                "proc/iomem", text -> text.replaceAll("(?m)^( *)[0-9a-f]+-[0-9a-f]+", "$100000000-00000000"));

        assertThat(verdict(blank, heap().pages(HEAP, 0x1000, 1))).isInstanceOf(Verdict.NotObservable.class);
    }

    @Test
    void daxFramesAreExplainedByIomem() {
        StoredFiles machine = MACHINE.editing(
                "proc/iomem",
                text -> text + "100000000-13fffffff : Persistent Memory\n  100000000-13fffffff : namespace0.0\n");
        BuiltProcess process = new BuiltProcess(4711)
                .mapping(HEAP, HEAP + 0x8000, DAX_FILE, "rd wr sh mm hg", "KernelPageSize: 4 kB")
                .pages(HEAP, 0x100000, 8);

        assertThat(verdict(machine, process)).isInstanceOfSatisfying(Verdict.Explained.class, explained -> {
            assertThat(explained.observed()).isEqualTo(8);
            assertThat(explained.terms().get(0).evidence().text()).contains("namespace0.0", "/mnt/dax/file");
        });
        assertThat(verdict(machine, heap().pages(HEAP, 0x100000, 1)))
                .as("anonymous memory is never there")
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void driverMemoryAddedAsRamIsRamOnlyInsideAZone() {
        StoredFiles machine = MACHINE.editing(
                "proc/iomem",
                text -> text + "100000000-13fffffff : CXL Window 0\n  100000000-13fffffff : System RAM (kmem)\n");
        StoredFiles withZone = machine.editing("proc/zoneinfo", FrameInZoneTest::withLongerZone);

        assertThat(verdict(machine, heap().pages(HEAP, 0x100000, 1)).because()).contains("in no zone");
        assertThat(verdict(withZone, heap().pages(HEAP, 0x100000, 1))).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void aDriversMappingOfItsDeviceIsExplained() {
        BuiltProcess process = new BuiltProcess(4711)
                .mapping(
                        HEAP,
                        HEAP + 0x2000,
                        "rw-s 00000000 00:06 9 /dev/dri/card0",
                        "rd wr sh io mm",
                        "KernelPageSize: 4 kB")
                .pages(HEAP, 0xfd00000000L >>> 12, 1);

        assertThat(verdict(MACHINE, process)).isInstanceOf(Verdict.Explained.class);
    }

    /** Zone DMA32 up to 8 GiB. */
    private static String withLongerZone(String zoneinfo) {
        int zone = zoneinfo.indexOf("Node 0, zone    DMA32");
        return zoneinfo.substring(0, zone)
                + zoneinfo.substring(zone).replaceFirst("spanned +[0-9]+", "spanned  2093056");
    }

    private static BuiltProcess heap() {
        return new BuiltProcess(4711).anonymous(HEAP, HEAP + 0x10000);
    }

    private static int firstPresent(ByteBuffer values) {
        for (int i = 0; i < values.limit(); i += 16) {
            if (values.getLong(i + 8) < 0) {
                return i;
            }
        }
        throw new AssertionError("no page is present");
    }

    private static long lastRamFrame(StoredFiles files, String name) {
        int pageShift = name.contains("16k") ? 14 : 12;
        return files.text("proc/iomem")
                                .lines()
                                .filter(l -> l.endsWith(" : System RAM"))
                                .mapToLong(l -> Long.parseLong(l.strip().split("[- ]", -1)[1], 16) + 1)
                                .max()
                                .orElseThrow()
                        / (1L << pageShift)
                - 1;
    }

    private static StoredFiles stored(String name) {
        return StoredFiles.ofCapture(
                name, "boot/", "proc/version", "proc/cpuinfo", "proc/kcore", "proc/iomem", "proc/zoneinfo", "proc/1");
    }

    private static Verdict verdict(StoredFiles machine, BuiltProcess process) {
        return verdict(process.on(machine), "pid 4711 built");
    }

    private static Verdict verdict(StoredFiles files, String subject) {
        return Optional.ofNullable(examine(files).get(subject)).orElseThrow().verdict();
    }

    private static Map<String, Finding> examine(StoredFiles files) {
        Map<String, Finding> findings = new TreeMap<>();
        CheckRun.run(files, new Selection(List.of(new FrameInZone()), Set.of()), ProgressListener.NONE)
                .findings()
                .forEach(f -> findings.put(f.subject(), f));
        return findings;
    }
}
