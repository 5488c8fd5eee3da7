package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.LinuxCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens a process's memory in every way that the host grants, or says why there is none. */
final class MemoryOpening {

    private final KernelFiles files;
    private final Path root;
    private final int pid;
    private final Provenance provenance;

    MemoryOpening(KernelFiles files, Path root, int pid, Provenance provenance) {
        this.files = files;
        this.root = root;
        this.pid = pid;
        this.provenance = provenance;
    }

    Reading<ProcessMemory> open() {
        MemFile file = null;
        Reading<ProcessMemory> unopened;
        try {
            file = MemFile.open(root.resolve(provenance.path()));
            unopened = new Reading.Failed<>(provenance, "the process has no address space: " + kindWithout());
        } catch (IOException e) {
            unopened = new HostErrors(root).reading(provenance, e);
        }
        if (file != null && !file.isAlive()) {
            new LiveMemory(null, file).close();
            return unopened;
        }
        VectorRead vectors = vectors();
        if (file != null || vectors != null) {
            return new Reading.Content<>(provenance, new LiveMemory(vectors, file));
        }
        return unopened instanceof Reading.Denied<ProcessMemory> denied ? explained(denied) : unopened;
    }

    private Reading<ProcessMemory> explained(Reading.Denied<ProcessMemory> denied) {
        PtraceRefusal why = PtraceRefusal.of(files, pid);
        return new Reading.Denied<>(
                provenance,
                "the process's memory may not be read (%s): %s".formatted(denied.reason(), why.reason()),
                why.remedy());
    }

    /** process_vm_readv, where it can be called, means the same process by the number, and is allowed. */
    private @Nullable VectorRead vectors() {
        LinuxCalls calls = Linkage.INSTANCE.calls();
        if (calls == null || !numbersAsWeDo()) {
            return null;
        }
        VectorRead vectors = new VectorRead(calls, pid);
        boolean allowed =
                vectors.probe() instanceof NativeAnswer.Refused<byte[]> refused && refused.errno() == Errno.EFAULT;
        return allowed ? vectors : null;
    }

    /**
     * Whether pids below this root are those that system calls of this process take. NSpid lists a process's pid in the
     * namespace of the proc mount and in each one below, down to its own (fs/proc/array.c): one number says that the two are
     * the same. Kernels before 4.1 print none; there, only the host's own root is trusted.
     */
    private boolean numbersAsWeDo() {
        Optional<String> own = StatusLines.value(files, "proc/self/status", "NSpid");
        return own.map(pids -> pids.split("\\s+", -1).length == 1).orElse(root.equals(Path.of("/")));
    }

    private String kindWithout() {
        String state =
                StatusLines.value(files, "proc/" + pid + "/status", "State").orElse("");
        if (state.startsWith("Z")) {
            return "it has ended and waits for its parent (a zombie)";
        }
        Optional<String> kernelThread = StatusLines.value(files, "proc/" + pid + "/status", "Kthread");
        if (kernelThread.isPresent()) {
            return kernelThread.get().equals("1") ? "it is a kernel thread" : "it is ending";
        }
        boolean hasImage = files.link("proc/" + pid + "/exe").content().isPresent();
        return hasImage ? "it is ending" : "it is a kernel thread, or is ending";
    }
}
