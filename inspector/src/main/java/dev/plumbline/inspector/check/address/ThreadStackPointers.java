package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.ProcessView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stack pointer of a thread that waits in a system call.
 *
 * <p>Source: fs/proc/base.c, proc_pid_syscall: {@code running}, or the call's number with six arguments (or -1), then the
 * stack pointer and the program counter. Readable by whoever may trace the process; absent from captures.
 *
 * @param tid the thread
 * @param comm its name
 * @param stackPointer user stack pointer
 */
record ThreadStackPointers(int tid, String comm, long stackPointer) {

    /** Threads that are looked at, of a process that may have thousands. */
    private static final int MOST_THREADS = 4096;

    /** Those of a process's threads but the main one; read once. */
    static List<ThreadStackPointers> of(ProcessView process) {
        return process.once("thread-stack-pointers", () -> read(process));
    }

    private static List<ThreadStackPointers> read(ProcessView process) {
        KernelFiles files = process.host().files();
        List<ThreadStackPointers> threads = new ArrayList<>();
        files.list(process.path("task")).content().orElse(List.of()).stream()
                .filter(name -> name.matches("[1-9][0-9]{0,8}"))
                .map(Integer::parseInt)
                .filter(tid -> tid != process.pid())
                .limit(MOST_THREADS)
                .forEach(tid -> pointer(text(files, process.path("task/" + tid + "/syscall")))
                        .ifPresent(sp -> threads.add(
                                new ThreadStackPointers(tid, text(files, process.path("task/" + tid + "/comm")), sp))));
        return List.copyOf(threads);
    }

    private static Optional<Long> pointer(String line) {
        String[] words = line.split(" ", -1);
        boolean shown = words.length >= 3 && words[words.length - 2].matches("0x[0-9a-f]{1,16}");
        return shown ? Optional.of(Long.parseUnsignedLong(words[words.length - 2].substring(2), 16)) : Optional.empty();
    }

    private static String text(KernelFiles files, String path) {
        return files.read(path)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).strip())
                .orElse("");
    }
}
