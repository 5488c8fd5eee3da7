package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The C library's answers beside what /proc says of the same process. */
final class NativeCallsTest {

    private static final long AT_PAGESZ = 6;
    private static final long AT_ENTRY = 9;
    private static final NativeCalls CALLS = NativeCalls.get();

    @Test
    void theAuxiliaryVectorIsThatOfProcSelfAuxv() throws IOException {
        Map<Long, Long> auxv = auxv();
        assertThat(CALLS.auxiliaryValue(AT_PAGESZ).answer()).hasValue(auxv.get(AT_PAGESZ));
        assertThat(CALLS.auxiliaryValue(AT_ENTRY).answer()).hasValue(auxv.get(AT_ENTRY));
        assertThat(CALLS.pageSizeBytes().answer()).hasValue(auxv.get(AT_PAGESZ));
    }

    @Test
    void anEntryThatTheKernelDidNotPassIsRefusedAndNotZero() {
        assertThat(CALLS.auxiliaryValue(0x7777))
                .isInstanceOfSatisfying(NativeAnswer.Refused.class, r -> assertThat(r.errnoName())
                        .isEqualTo("ENOENT"));
    }

    @Test
    void memoryAndProcessorsAreThoseOfProc() throws IOException {
        String memTotal = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", "");
        long pages = CALLS.physicalPages().answer().orElseThrow();
        assertThat(pages * CALLS.pageSizeBytes().answer().orElseThrow()).isEqualTo(Long.parseLong(memTotal) * 1024);
        long processors = Files.readAllLines(Path.of("/proc/stat")).stream()
                .filter(l -> l.matches("cpu\\d+ .*"))
                .count();
        assertThat(CALLS.onlineProcessors().answer()).hasValue(processors);
    }

    @Test
    void personalityIsThatOfProc() throws IOException {
        int bits = Integer.parseUnsignedInt(
                Files.readString(Path.of("/proc/self/personality")).strip(), 16);
        assertThat(CALLS.personality().answer()).hasValue(bits);
    }

    @Test
    void mappingsAskedInBinaryAreThoseOfTheText() throws NotAHostException, IOException {
        try (LiveHost host = LiveHost.open(Path.of("/"));
                MappedMemory memory = new MappedMemory(1 << 20, MappedMemory.PROT_NONE)) {
            int pid = (int) ProcessHandle.current().pid();
            List<MappedRange> asked = host.mappings(pid).content().orElseThrow();
            List<MappedRange> text =
                    MapsText.parse(host.read("proc/" + pid + "/maps").content().orElseThrow());
            assertThat(asked)
                    .anySatisfy(m -> assertThat(covers(m.span(), memory.span())).isTrue());
            assertThat(ofFiles(asked)).isNotEmpty().isEqualTo(ofFiles(text));
        }
    }

    /** Mappings of libraries stay as they are while a JVM runs; the page size is what the text does not tell. */
    private static List<String> ofFiles(List<MappedRange> mappings) {
        return mappings.stream()
                .filter(m -> m.name().contains(".so"))
                .map(m -> "%x-%x %s %x %x:%x %d %s"
                        .formatted(
                                m.span().start(),
                                m.span().end(),
                                m.permissions(),
                                m.offsetBytes(),
                                m.deviceMajor(),
                                m.deviceMinor(),
                                m.inode(),
                                m.name()))
                .toList();
    }

    private static boolean covers(Span outer, Span inner) {
        return Long.compareUnsigned(outer.start(), inner.start()) <= 0
                && Long.compareUnsigned(outer.end(), inner.end()) >= 0;
    }

    private static Map<Long, Long> auxv() throws IOException {
        ByteBuffer words =
                ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv"))).order(ByteOrder.nativeOrder());
        Map<Long, Long> auxv = new HashMap<>();
        while (words.remaining() >= 2 * Long.BYTES) {
            auxv.put(words.getLong(), words.getLong());
        }
        return auxv;
    }
}
