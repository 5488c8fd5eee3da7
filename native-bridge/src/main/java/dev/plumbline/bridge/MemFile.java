package dev.plumbline.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code /proc/PID/mem}: the address is the offset.
 *
 * <p>Source: {@code mem_rw} and {@code proc_mem_open}, fs/proc/base.c (read at 6.12). Permission is decided when it is opened. The
 * open file holds on to the address space that the process had then: once the last user of that has let go of it, by an exit or
 * by executing another program, every read answers zero bytes. A page that cannot be read answers EIO.
 */
final class MemFile implements AutoCloseable {

    private static final String CALL = "pread(/proc/PID/mem)";
    private static final int ESRCH = 3;
    private static final int EIO = 5;

    private final FileChannel channel;

    private MemFile(FileChannel channel) {
        this.channel = channel;
    }

    static MemFile open(Path file) throws IOException {
        return new MemFile(FileChannel.open(file));
    }

    /** What is readable of a piece; ESRCH once the address space is gone. */
    NativeAnswer<byte[]> read(long address, int lengthBytes) {
        if (lengthBytes == 0) {
            return new NativeAnswer.Value<>(new byte[0]);
        }
        if (address < 0) {
            return refused(EIO);
        }
        byte[] bytes = new byte[lengthBytes];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        while (target.hasRemaining()) {
            int n;
            try {
                n = channel.read(target, address + target.position());
            } catch (IOException e) {
                return target.position() > 0 ? prefix(bytes, target.position()) : refused(EIO);
            }
            if (n <= 0) {
                return target.position() > 0 ? prefix(bytes, target.position()) : refused(ESRCH);
            }
        }
        return new NativeAnswer.Value<>(bytes);
    }

    /** Whether the address space is still in use: zero bytes come of one that is gone, EIO of an address without a page. */
    boolean isAlive() {
        return !(read(0, 1) instanceof NativeAnswer.Refused<byte[]> refused) || refused.errno() != ESRCH;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static NativeAnswer<byte[]> prefix(byte[] bytes, int count) {
        return new NativeAnswer.Value<>(Arrays.copyOf(bytes, count));
    }

    private static NativeAnswer<byte[]> refused(int errno) {
        return new NativeAnswer.Refused<>(CALL, errno, Errno.name(errno));
    }
}
