package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A terminal that the test makes, and sizes as a window manager would. */
final class TerminalSizeTest {

    private static final int READ_WRITE_NO_CONTROL = 0x102;
    private static final long TIOCSWINSZ = 0x5414;

    @Test
    void theSizeIsThatOfTheMoment() {
        assumeTrue(Files.isWritable(Path.of("/dev/ptmx")), "needs /dev/ptmx");
        assumeTrue(
                System.getProperty("os.arch").matches("amd64|aarch64|riscv64|arm|x86"),
                "the numbers are those of asm-generic");
        NativeAnswer<Integer> done = NativeCalls.get().call(c -> {
            int terminal = c.open("/dev/ptmx", READ_WRITE_NO_CONTROL);
            try {
                for (int columns : new int[] {80, 61}) {
                    ByteBuffer size = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
                    size.putShort(0, (short) 24).putShort(2, (short) columns);
                    c.ioctl(terminal, TIOCSWINSZ, size);
                    assertThat(NativeCalls.get().terminalSize(terminal).answer())
                            .hasValue(new TerminalSize(24, columns));
                }
            } finally {
                c.close(terminal);
            }
            return 0;
        });
        assertThat(done.answer()).hasValue(0);
    }

    @Test
    void whatIsNoTerminalHasNone() {
        assertThat(NativeCalls.get().call(c -> {
                    int file = c.open("/proc/self/stat", 0);
                    try {
                        return NativeCalls.get().terminalSize(file);
                    } finally {
                        c.close(file);
                    }
                }))
                .isEqualTo(
                        new NativeAnswer.Value<>(new NativeAnswer.Refused<TerminalSize>("ioctl", 25, Errno.name(25))));
    }
}
