package dev.plumbline.agent.inside;

import dev.plumbline.bridge.NativeCalls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides about native calls. A process may read its own memory through /proc/self/mem, unless it is not dumpable
 * (prctl(2), PR_SET_DUMPABLE): a {@code java} with file capabilities is not. process_vm_readv is granted there too, since the kernel
 * asks nobody about a process's own memory ({@code mm_access}, kernel/fork.c, read at 6.12).
 */
final class NativePart {

    private static final Path OWN_MEMORY = Path.of("/proc/self/mem");

    private NativePart() {}

    /**
     * What came of it.
     *
     * @param trouble what cannot be had; empty if nothing
     * @param readsMemory whether the process's own memory can be read, one way or the other
     */
    record Prepared(Optional<String> trouble, boolean readsMemory) {}

    /** Loads the native part, or sees to it that nothing does. */
    static Prepared prepare(NativeUse use) {
        Optional<String> unreadable = ownMemory();
        if (use == NativeUse.NO || (use == NativeUse.AUTO && unreadable.isEmpty())) {
            NativeCalls.renounce("the agent makes no native calls inside the application");
            return new Prepared(unreadable, unreadable.isEmpty());
        }
        Optional<String> missing = LoadedJna.load();
        return new Prepared(
                missing.map(why -> why + "; " + unreadable.orElse("plain Java serves instead")),
                missing.isEmpty() || unreadable.isEmpty());
    }

    private static Optional<String> ownMemory() {
        try (FileChannel channel = FileChannel.open(OWN_MEMORY)) {
            return channel.isOpen() ? Optional.empty() : Optional.of(OWN_MEMORY + " closed by itself");
        } catch (IOException e) {
            return Optional.of("%s cannot be read (%s): owners inside the JVM stay unknown".formatted(OWN_MEMORY, e));
        }
    }
}
