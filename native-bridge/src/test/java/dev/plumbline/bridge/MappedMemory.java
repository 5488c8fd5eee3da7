package dev.plumbline.bridge;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** Memory that a test maps into its own process, through the C library; what is in it, the test itself decides. */
final class MappedMemory implements AutoCloseable {

    static final int PROT_NONE = 0;
    static final int PROT_READ_WRITE = 3;

    /** MAP_PRIVATE, MAP_ANONYMOUS and MAP_NORESERVE of asm-generic/mman.h. */
    private static final int FLAGS = 0x2 | 0x20 | 0x4000;

    private static final int MADV_NOHUGEPAGE = 15;
    private static final LibC LIBC = Native.load("c", LibC.class);

    private final Pointer start;
    private long sizeBytes;

    MappedMemory(long sizeBytes, int protection) {
        this.start = LIBC.mmap(Pointer.NULL, new NativeLong(sizeBytes), protection, FLAGS, -1, new NativeLong(0));
        this.sizeBytes = sizeBytes;
        if (Pointer.nativeValue(start) == -1) {
            throw new IllegalStateException("mmap of " + sizeBytes + " bytes: errno " + Native.getLastError());
        }
        LIBC.madvise(start, new NativeLong(sizeBytes), MADV_NOHUGEPAGE);
    }

    Span span() {
        return new Span(Pointer.nativeValue(start), Pointer.nativeValue(start) + sizeBytes);
    }

    /** Writes one byte, which makes its page present. */
    void touch(long offset) {
        start.setByte(offset, (byte) 1);
    }

    void write(long offset, byte[] bytes) {
        start.write(offset, bytes, 0, bytes.length);
    }

    /** Gives the rest back; what the kernel maps there later is somebody else's. */
    void shrinkTo(long keptBytes) {
        LIBC.munmap(start.share(keptBytes), new NativeLong(sizeBytes - keptBytes));
        sizeBytes = keptBytes;
    }

    @Override
    public void close() {
        LIBC.munmap(start, new NativeLong(sizeBytes));
    }

    /** Makes the calling thread alone a user without rights to files; as root too. */
    static void giveUpFileAccess() {
        LIBC.setfsuid(65534);
    }

    /** Of the C library, what tests need. */
    public interface LibC extends Library {
        /** mmap(2). */
        Pointer mmap(Pointer address, NativeLong length, int protection, int flags, int fd, NativeLong offset);

        /** munmap(2). */
        int munmap(Pointer address, NativeLong length);

        /** madvise(2). */
        int madvise(Pointer address, NativeLong length, int advice);

        /** setfsuid(2): of the calling thread; takes the capabilities over files with it. */
        int setfsuid(int uid);
    }
}
