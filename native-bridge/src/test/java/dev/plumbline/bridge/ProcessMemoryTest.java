package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory of this very process, whose content the test decides, and of processes that are not there to be read. */
final class ProcessMemoryTest {

    private static final int PAGE = 4096;
    private static final int OWN_PID = (int) ProcessHandle.current().pid();

    private LiveHost host;

    @BeforeEach
    void open() throws NotAHostException {
        host = LiveHost.open(Path.of("/"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void piecesComeInTheirOrderWhetherReadableOrNot() {
        try (MappedMemory readable = new MappedMemory(2 * PAGE, MappedMemory.PROT_READ_WRITE);
                MappedMemory hole = new MappedMemory(PAGE, MappedMemory.PROT_NONE);
                ProcessMemory memory = host.memory(OWN_PID).content().orElseThrow()) {
            byte[] written = "plumb line".getBytes(StandardCharsets.US_ASCII);
            readable.write(PAGE - 4, written);
            long start = readable.span().start();
            List<NativeAnswer<byte[]>> answers = memory.readAll(List.of(
                    new MemoryPiece(start + PAGE - 4, written.length),
                    new MemoryPiece(0, 8),
                    new MemoryPiece(8, 0),
                    new MemoryPiece(start + PAGE - 4, 5),
                    new MemoryPiece(1, 1)));
            assertThat(answers.get(0).answer()).hasValue(written);
            assertThat(answers.get(1)).isEqualTo(new NativeAnswer.Refused<byte[]>("process_vm_readv", 14, "EFAULT"));
            assertThat(answers.get(2).answer()).hasValue(new byte[0]);
            assertThat(answers.get(3).answer()).hasValue("plumb".getBytes(StandardCharsets.US_ASCII));
            assertThat(answers.get(4).answer()).isEmpty();
            assertThat(memory.read(hole.span().start(), 1).answer()).isEmpty();
        }
    }

    @Test
    void morePiecesAndLongerOnesThanOneCallTakes() {
        int sizeBytes = 3 * VectorRead.BUFFER_BYTES + 2 * PAGE;
        try (MappedMemory mapped = new MappedMemory(sizeBytes, MappedMemory.PROT_READ_WRITE);
                ProcessMemory memory = host.memory(OWN_PID).content().orElseThrow()) {
            List<MemoryPiece> pieces = new ArrayList<>();
            for (int i = 0; i < 3 * VectorRead.MAX_PIECES + 7; i++) {
                mapped.write(2L * i, new byte[] {(byte) i, (byte) (i >> 8)});
                pieces.add(new MemoryPiece(mapped.span().start() + 2L * i, 2));
            }
            List<NativeAnswer<byte[]>> answers = memory.readAll(pieces);
            assertThat(answers).hasSameSizeAs(pieces);
            for (int i = 0; i < pieces.size(); i++) {
                assertThat(answers.get(i).answer()).hasValue(new byte[] {(byte) i, (byte) (i >> 8)});
            }
            mapped.write(sizeBytes - 1, new byte[] {77});
            byte[] whole =
                    memory.read(mapped.span().start(), sizeBytes).answer().orElseThrow();
            assertThat(whole).hasSize(sizeBytes).endsWith(77);
        }
    }

    /** Linux decides by the page: up to the last readable one everything is there, and not a byte more. */
    @Test
    void aPieceEndsWhereReadableMemoryEnds() throws IOException {
        try (MappedMemory mapped = new MappedMemory(64 * PAGE, MappedMemory.PROT_READ_WRITE);
                ProcessMemory memory = host.memory(OWN_PID).content().orElseThrow();
                MemFile file = MemFile.open(Path.of("/proc/self/mem"))) {
            // The kernel lays a mapping below the one before it: what is given back here is a hole between the two.
            mapped.shrinkTo(60 * PAGE);
            long end = mapped.span().end();
            assertThat(memory.read(end - 100, 200).answer().orElseThrow()).hasSize(100);
            assertThat(file.read(end - 100, 200).answer().orElseThrow()).hasSize(100);
            List<NativeAnswer<byte[]>> answers = memory.readAll(
                    List.of(new MemoryPiece(end - 20 * PAGE - 5, 21 * PAGE), new MemoryPiece(end - 3, 2)));
            assertThat(answers.get(0).answer().orElseThrow()).hasSize(20 * PAGE + 5);
            assertThat(answers.get(1).answer().orElseThrow()).hasSize(2);
        }
    }

    @Test
    void theMemFileShowsTheSameAsTheCall() throws IOException {
        try (MappedMemory mapped = new MappedMemory(PAGE, MappedMemory.PROT_READ_WRITE);
                MemFile file = MemFile.open(Path.of("/proc/self/mem"));
                ProcessMemory memory = new LiveMemory(null, file)) {
            mapped.write(10, new byte[] {1, 2, 3});
            assertThat(memory.read(mapped.span().start() + 10, 3).answer()).hasValue(new byte[] {1, 2, 3});
            assertThat(memory.read(0, 3)).isInstanceOf(NativeAnswer.Refused.class);
            assertThat(memory.read(-4096, 3)).isInstanceOf(NativeAnswer.Refused.class);
            assertThat(file.isAlive()).isTrue();
        }
    }

    @Test
    void aProcessThatExecutesAnotherProgramOrEndsIsNotReadOn() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sh", "-c", "read go; exec sleep 60").start();
        try (ProcessMemory memory = host.memory((int) child.pid()).content().orElseThrow()) {
            long image = firstMapping("/proc/" + child.pid() + "/maps");
            assertThat(memory.read(image, 4).answer()).hasValue(new byte[] {0x7f, 'E', 'L', 'F'});
            child.getOutputStream().write('\n');
            child.getOutputStream().close();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (memory.read(image, 4).answer().isPresent() && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            long now = firstMapping("/proc/" + child.pid() + "/maps");
            assertThat(memory.read(now, 4)).isEqualTo(new NativeAnswer.Refused<byte[]>("process_vm_readv", 3, "ESRCH"));
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(host.memory((int) child.pid())).isInstanceOf(Reading.Absent.class);
    }

    private static long firstMapping(String maps) throws IOException {
        String line = Files.readAllLines(Path.of(maps)).get(0);
        return Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
    }
}
