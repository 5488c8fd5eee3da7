package dev.plumbline.inspector.check.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file that this very process has mapped, against a reading of its pagemap by plain Java. */
@EnabledOnOs(OS.LINUX)
class LiveAddressesTest {

    private static final int BYTES = 1 << 20;

    private final Path file;

    LiveAddressesTest(@TempDir Path folder) {
        this.file = folder.resolve("mapped-for-a-test");
    }

    @Test
    void theOwnProcessIsToldAsItsPagemapHasIt() throws IOException, NotAHostException {
        Files.write(file, new byte[BYTES]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                LiveHost live = LiveHost.open(Path.of("/"))) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
            for (int at = 0; at < BYTES; at += 4096) {
                mapped.put(at, (byte) 1);
            }
            HostView host = new HostView(live);
            int pid = (int) ProcessHandle.current().pid();
            ProcessView process = new ProcessView(
                    ProcessView.readStat(pid, host).intact().flatMap(s -> s).orElseThrow(), host);
            Vma vma = process.maps().intact().orElseThrow().stream()
                    .filter(v -> v.path().equals(file.toString()))
                    .findFirst()
                    .orElseThrow();
            long pageBytes = process.auxv().intact().orElseThrow().pageSize().orElseThrow();
            long[] entries = pagemap(vma, pageBytes);

            translated(process, vma, entries, pageBytes);
            counted(process, entries);
            assertThat(mapped.get(0)).as("keeps the mapping alive").isEqualTo((byte) 1);
        }
    }

    private void translated(ProcessView process, Vma vma, long[] entries, long pageBytes) {
        VirtAddr third = new VirtAddr(vma.range().start().value() + 2 * pageBytes + 5);
        Translation translation =
                Translator.of(process).translate(List.of(third)).get(0);

        assertThat(translation.placement()).hasValueSatisfying(p -> {
            assertThat(p).isInstanceOf(Placement.Inside.class);
            assertThat(((Placement.Inside) p).fileOffset()).hasValue(2 * pageBytes + 5);
        });
        UserPage page = translation.page().orElseThrow();
        assertThat(page.page().value().map(Page::state)).hasValue(Page.State.PRESENT);
        Optional<Frame> frame = page.frame().value();
        if (PagemapEntry.pfnField(entries[2]) == 0) {
            assertThat(frame).isEmpty();
            assertThat(page.frame().whyNot()).contains("CAP_SYS_ADMIN");
        } else {
            assertThat(frame.orElseThrow().pfn().value()).isEqualTo(PagemapEntry.pfnField(entries[2]));
            assertThat(frame.get().physical().value()).isEqualTo(PagemapEntry.pfnField(entries[2]) * pageBytes + 5);
        }
    }

    private void counted(ProcessView process, long[] entries) {
        Contiguity contiguity = ContiguityReport.of(
                        process, new PageRange.Named(file.getFileName().toString()))
                .contiguity()
                .value()
                .orElseThrow();
        long runs = 1;
        for (int i = 1; i < entries.length; i++) {
            runs += PagemapEntry.pfnField(entries[i]) == PagemapEntry.pfnField(entries[i - 1]) + 1 ? 0 : 1;
        }
        assertThat(contiguity.total().present()).isEqualTo(entries.length);
        if (!contiguity.framesHidden()) {
            assertThat(contiguity.total().runs().count()).isEqualTo(runs);
        }
    }

    private static long[] pagemap(Vma vma, long pageBytes) throws IOException {
        byte[] bytes = new byte[(int) (BYTES / pageBytes * Long.BYTES)];
        try (RandomAccessFile pagemap = new RandomAccessFile("/proc/self/pagemap", "r")) {
            pagemap.seek(vma.range().start().value() / pageBytes * Long.BYTES);
            pagemap.readFully(bytes);
        }
        long[] entries = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asLongBuffer().get(entries);
        return entries;
    }
}
