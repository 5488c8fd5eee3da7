package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Many pieces of a process's memory in one {@code process_vm_readv(2)}.
 *
 * <p>Source: {@code process_vm_rw_core}, mm/process_vm_access.c (read at 6.12). The kernel fills the local buffer in the order
 * of the remote pieces and stops at the first page that it cannot read; what it returns is the count up to there, and an error
 * only where that count is zero. So the count tells which piece it stopped in, and reading goes on behind that piece.
 */
final class VectorRead {

    /** UIO_MAXIOV, include/uapi/linux/uio.h: how many pieces one call takes. */
    static final int MAX_PIECES = 1024;

    /** One call's worth; a piece that is longer is read in several. */
    static final int BUFFER_BYTES = 1 << 20;

    private static final String CALL = "process_vm_readv";

    private final int pid;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final LinuxCalls calls;

    VectorRead(LinuxCalls calls, int pid) {
        this.calls = calls;
        this.pid = pid;
    }

    /** Whether the kernel lets this process at all: zero is nobody's address, so that EFAULT alone says yes. */
    NativeAnswer<byte[]> probe() {
        return readAll(List.of(new MemoryPiece(0, 1))).get(0);
    }

    /** One answer a piece. */
    List<NativeAnswer<byte[]>> readAll(List<MemoryPiece> pieces) {
        List<NativeAnswer<byte[]>> answers = new ArrayList<>(pieces.size());
        while (answers.size() < pieces.size()) {
            MemoryPiece next = pieces.get(answers.size());
            if (next.lengthBytes() > BUFFER_BYTES) {
                answers.add(readLong(next));
            } else {
                readSome(pieces.subList(answers.size(), pieces.size()), answers);
            }
        }
        return answers;
    }

    /** As many pieces as one call takes; at least one answer is added. */
    private void readSome(List<MemoryPiece> pieces, List<NativeAnswer<byte[]>> answers) {
        int count = 0;
        int bytes = 0;
        while (count < pieces.size() && count < MAX_PIECES && pieces.get(count).lengthBytes() <= BUFFER_BYTES - bytes) {
            bytes += pieces.get(count++).lengthBytes();
        }
        List<MemoryPiece> asked = pieces.subList(0, count);
        int copied;
        try {
            copied = bytes == 0 ? 0 : calls.processVmReadv(pid, addresses(asked), lengths(asked), buffer);
        } catch (ErrnoException e) {
            refuse(e, asked, answers);
            return;
        }
        buffer.clear();
        for (MemoryPiece piece : asked) {
            byte[] part = new byte[Math.min(piece.lengthBytes(), copied - buffer.position())];
            buffer.get(part);
            if (part.length == 0 && piece.lengthBytes() > 0) {
                answers.add(new NativeAnswer.Refused<>(CALL, Errno.EFAULT, Errno.name(Errno.EFAULT)));
                return;
            }
            answers.add(new NativeAnswer.Value<>(part));
            if (part.length < piece.lengthBytes()) {
                return;
            }
        }
    }

    /** EFAULT is about the first piece that has a length, anything else about the process, and so about all of them. */
    private static void refuse(ErrnoException e, List<MemoryPiece> asked, List<NativeAnswer<byte[]>> answers) {
        for (MemoryPiece piece : asked) {
            if (e.errno() == Errno.EFAULT && piece.lengthBytes() == 0) {
                answers.add(new NativeAnswer.Value<>(new byte[0]));
                continue;
            }
            answers.add(new NativeAnswer.Refused<>(CALL, e.errno(), Errno.name(e.errno())));
            if (e.errno() == Errno.EFAULT) {
                return;
            }
        }
    }

    private NativeAnswer<byte[]> readLong(MemoryPiece piece) {
        ByteBuffer whole = ByteBuffer.allocate(piece.lengthBytes());
        while (whole.hasRemaining()) {
            int part = Math.min(whole.remaining(), BUFFER_BYTES);
            NativeAnswer<byte[]> answer = readAll(List.of(new MemoryPiece(piece.address() + whole.position(), part)))
                    .get(0);
            if (!(answer instanceof NativeAnswer.Value<byte[]> value)) {
                return whole.position() == 0 ? answer : prefix(whole);
            }
            whole.put(value.value());
            if (value.value().length < part) {
                return prefix(whole);
            }
        }
        return new NativeAnswer.Value<>(whole.array());
    }

    private static NativeAnswer<byte[]> prefix(ByteBuffer whole) {
        byte[] read = new byte[whole.position()];
        whole.flip().get(read);
        return new NativeAnswer.Value<>(read);
    }

    private static long[] addresses(List<MemoryPiece> pieces) {
        return pieces.stream().mapToLong(MemoryPiece::address).toArray();
    }

    private static long[] lengths(List<MemoryPiece> pieces) {
        return pieces.stream().mapToLong(MemoryPiece::lengthBytes).toArray();
    }
}
