package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A terminal's size in characters; zero where the terminal does not say.
 *
 * <p>Source: {@code struct winsize}, include/uapi/asm-generic/termios.h; ioctl_tty(2).
 */
public record TerminalSize(int rows, int columns) {

    private static final int WINSIZE_BYTES = 8;

    /** TIOCGWINSZ, asm-generic/ioctls.h; MIPS, PowerPC and SPARC number it by _IOR('t', 104, struct winsize). */
    private static final long GENERIC_REQUEST = 0x5413;

    private static final long IOR_REQUEST = 0x40087468L;

    static TerminalSize of(LinuxCalls calls, int descriptor) throws ErrnoException {
        String architecture = LiveHost.architecture();
        boolean generic = !architecture.startsWith("mips")
                && !architecture.startsWith("ppc")
                && !architecture.startsWith("sparc");
        ByteBuffer size = ByteBuffer.allocateDirect(WINSIZE_BYTES).order(ByteOrder.nativeOrder());
        calls.ioctl(descriptor, generic ? GENERIC_REQUEST : IOR_REQUEST, size);
        return new TerminalSize(size.getShort(0) & 0xffff, size.getShort(2) & 0xffff);
    }
}
