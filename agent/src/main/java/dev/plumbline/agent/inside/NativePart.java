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

    /** Loads the native part, or sees to it that nothing does. Says what cannot be had, if anything. */
    static Optional<String> prepare(NativeUse use) {
        Optional<String> unreadable = ownMemory();
        if (use == NativeUse.NO || (use == NativeUse.AUTO && unreadable.isEmpty())) {
            NativeCalls.renounce("the agent makes no native calls inside the application");
            return use == NativeUse.NO ? unreadable : Optional.empty();
        }
        return LoadedJna.load()
                .map(why ->
                        unreadable.isPresent() ? why + "; " + unreadable.get() : why + "; plain Java serves instead");
    }

    private static Optional<String> ownMemory() {
        try (FileChannel channel = FileChannel.open(OWN_MEMORY)) {
            return channel.isOpen() ? Optional.empty() : Optional.of(OWN_MEMORY + " closed by itself");
        } catch (IOException e) {
            return Optional.of("%s cannot be read (%s): owners inside the JVM stay unknown".formatted(OWN_MEMORY, e));
        }
    }
}
