package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The running kernel's own files: whatever its version prints must parse without damage. */
@EnabledOnOs(OS.LINUX)
final class LiveProcessFilesTest {

    private static final Path PROC = Path.of("/proc");

    @Test
    void everyReadableFileOfEveryProcessIsUndamaged() throws IOException {
        List<Damage> damage = new ArrayList<>();
        int statuses = 0;
        for (Path process : processes()) {
            statuses += read(process, "status", StatusParser::parse, damage);
            read(process, "stat", StatParser::parse, damage);
            read(process, "statm", Statm::parse, damage);
            read(process, "limits", Limits::parse, damage);
            read(process, "personality", Personality::parse, damage);
            read(process, "smaps", SmapsParser::parse, damage);
            read(process, "smaps_rollup", SmapsRollup::parse, damage);
            read(process, "maps", MapsParser::parse, damage);
            read(process, "auxv", text -> AuxvParser.parse(text.path(), latin1(text.text())), damage);
        }
        // A mapping may grow or vanish between two of the kernel's buffers while its file is read.
        assertThat(damage)
                .allMatch(d -> d.path().endsWith("maps") && d.allowed().startsWith("a start not below"));
        assertThat(statuses).isPositive();
    }

    @Test
    void thisProcessSeesItself() throws IOException {
        Path self = PROC.resolve("self");
        ProcessStat stat = StatParser.parse(source(self, "stat")).value().orElseThrow();
        ProcessStatus status = StatusParser.parse(source(self, "status")).value();
        assertThat((long) stat.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(status.number("PPid", 0))
                .hasValue(
                        ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
        assertThat(stat.addressesHidden()).isFalse();
        List<Vma> maps = MapsParser.parse(source(self, "maps")).value();
        assertThat(maps).anyMatch(v -> v.path().endsWith("/libjvm.so") && v.executable());
        long argStart = stat.argStart().orElseThrow();
        assertThat(maps)
                .filteredOn(v -> v.path().equals("[stack]"))
                .singleElement()
                .matches(v -> v.range().start().value() < argStart
                        && argStart < v.range().end().value());
        Parsed<Auxv> auxv = AuxvParser.parse("auxv", Files.readAllBytes(self.resolve("auxv")));
        assertThat(auxv.value().layout().orElseThrow().byteOrder()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(auxv.value().pageSize().orElseThrow()).isGreaterThanOrEqualTo(4096);
        assertThat(maps).anyMatch(v -> v.range()
                .contains(new VirtAddr(auxv.value().entry().orElseThrow())));
    }

    private static List<Path> processes() throws IOException {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.filter(p -> p.getFileName().toString().matches("\\d+"))
                    .toList();
        }
    }

    private static <T> int read(
            Path process, String name, Function<SourceText, Parsed<T>> parser, List<Damage> damage) {
        Optional<SourceText> text = readable(process, name);
        text.ifPresent(t -> damage.addAll(parser.apply(t).damage()));
        return text.isPresent() ? 1 : 0;
    }

    /** Empty where the process has ended, the file is denied, or the kernel offers none. */
    private static Optional<SourceText> readable(Path process, String name) {
        try {
            return Optional.of(source(process, name));
        } catch (IOException e) {
            // EACCES or EPERM for another user's process, ENOENT or ESRCH for one that has ended or has no user memory.
            return Optional.empty();
        }
    }

    private static SourceText source(Path process, String name) throws IOException {
        return SourceText.of(process.resolve(name).toString(), Files.readAllBytes(process.resolve(name)));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
