package dev.plumbline.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a process of this host: by process_vm_readv where it serves, else by /proc/PID/mem. A pid is a number that
 * another program may come to have, by execve or anew; the open mem file is of one address space. So after each reading by
 * number the file is asked whether that address space is still in use, and what was read is thrown away where it is not.
 * Calls are serialised.
 */
final class LiveMemory implements ProcessMemory {

    private static final int ESRCH = 3;

    private final @Nullable VectorRead vectors;
    private final @Nullable MemFile file;

    /** One of the two must be there. */
    LiveMemory(@Nullable VectorRead vectors, @Nullable MemFile file) {
        this.vectors = vectors;
        this.file = file;
    }

    @Override
    public NativeAnswer<byte[]> read(long address, int lengthBytes) {
        return readAll(List.of(new MemoryPiece(address, lengthBytes))).get(0);
    }

    @Override
    public synchronized List<NativeAnswer<byte[]>> readAll(List<MemoryPiece> pieces) {
        if (vectors == null) {
            return readByFile(pieces);
        }
        List<NativeAnswer<byte[]>> answers = vectors.readAll(pieces);
        if (file != null && !file.isAlive()) {
            NativeAnswer<byte[]> gone = new NativeAnswer.Refused<>("process_vm_readv", ESRCH, Errno.name(ESRCH));
            return pieces.stream().map(p -> gone).toList();
        }
        return answers;
    }

    private List<NativeAnswer<byte[]>> readByFile(List<MemoryPiece> pieces) {
        List<NativeAnswer<byte[]>> answers = new ArrayList<>(pieces.size());
        for (MemoryPiece piece : pieces) {
            answers.add(
                    file == null
                            ? new NativeAnswer.Unavailable<>("the process's memory is not open")
                            : file.read(piece.address(), piece.lengthBytes()));
        }
        return answers;
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("closing a process's mem file", e);
            }
        }
    }
}
