package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What only the C library tells: configuration values, the auxiliary vector and personality of this process. The native part
 * is loaded at the first call; where it cannot be (no executable temporary folder, another C library), every call answers
 * {@link NativeAnswer.Unavailable} with the reason.
 */
public final class NativeCalls {

    /** {@code _SC_} names of glibc and musl (bits/confname.h). */
    private static final int SC_PAGESIZE = 30;

    private static final int SC_NPROCESSORS_ONLN = 84;
    private static final int SC_PHYS_PAGES = 85;

    private static final NativeCalls LAZY = new NativeCalls();

    private static volatile @Nullable String renounced;

    private NativeCalls() {}

    /** The one instance; loads nothing. */
    public static NativeCalls get() {
        return LAZY;
    }

    /**
     * Does without native calls: from now on nothing loads the native part, and every call answers
     * {@link NativeAnswer.Unavailable} with the reason. Without effect where it is loaded already.
     *
     * @param reason why, for people, on one line
     */
    public static void renounce(String reason) {
        renounced = reason;
    }

    /** Why the native part must not be loaded; null where it may be. */
    static @Nullable String renounced() {
        return renounced;
    }

    /** Why there are no native calls; empty where there are. Loads the native part. */
    public Optional<String> unavailable() {
        return Optional.ofNullable(Linkage.INSTANCE.reason());
    }

    /** The base page size in bytes, by {@code sysconf(_SC_PAGESIZE)}. */
    public NativeAnswer<Long> pageSizeBytes() {
        return call(c -> c.sysconf(SC_PAGESIZE));
    }

    /** The number of CPUs online, by {@code sysconf(_SC_NPROCESSORS_ONLN)}. */
    public NativeAnswer<Long> onlineProcessors() {
        return call(c -> c.sysconf(SC_NPROCESSORS_ONLN));
    }

    /** Physical memory in pages, by {@code sysconf(_SC_PHYS_PAGES)}: MemTotal, not what is present. */
    public NativeAnswer<Long> physicalPages() {
        return call(c -> c.sysconf(SC_PHYS_PAGES));
    }

    /**
     * An entry of this process's own auxiliary vector, by {@code getauxval(3)}. What glibc keeps a copy of may differ from
     * what the kernel passed: on x86-64 its AT_HWCAP is its own (sysdeps/x86/cpu-features.c); /proc/self/auxv has the kernel's.
     *
     * @param type an {@code AT_} constant of elf.h; refused with ENOENT where the kernel passed none
     */
    public NativeAnswer<Long> auxiliaryValue(long type) {
        return call(c -> c.getauxval(type));
    }

    /**
     * The size of the terminal that a descriptor of this process is, as it is now; refused with ENOTTY where it is none.
     *
     * @param descriptor 1 for standard output
     */
    public NativeAnswer<TerminalSize> terminalSize(int descriptor) {
        return call(c -> TerminalSize.of(c, descriptor));
    }

    /** The bits of this process's personality (linux/personality.h), by {@code personality(0xffffffff)}, which sets nothing. */
    public NativeAnswer<Integer> personality() {
        return call(LinuxCalls::personality);
    }

    /**
     * Signals a process, provided that it is still the one that is meant. Where the kernel has pidfd_open(2) (5.3), what is
     * asked and what is signalled are surely the same process.
     *
     * @param number the signal's number on this architecture
     * @param stillMeant asked once, immediately before
     * @return whether it was signalled: false where it was no longer meant
     */
    public NativeAnswer<Boolean> signal(int pid, int number, BooleanSupplier stillMeant) {
        return call(c -> {
            OptionalInt descriptor = c.openProcess(pid);
            try {
                boolean meant = stillMeant.getAsBoolean();
                if (meant) {
                    c.signal(pid, descriptor, number);
                }
                return meant;
            } finally {
                if (descriptor.isPresent()) {
                    c.close(descriptor.getAsInt());
                }
            }
        });
    }

    /**
     * Acts on files and sockets in the name of another user, where this process is root's and may do so; otherwise in its own.
     * The change is made to one thread made for it, and no other thread notices: Linux keeps credentials per thread, only the C
     * library makes a process of them (credentials(7), "setresuid" in nptl(7)).
     *
     * @param action short; uses nothing but the JDK's classes and what is loaded already, for files of the class path may be
     *     closed to that user
     * @throws IOException what the action threw
     */
    public <T> T asUser(int uid, int gid, FileAction<T> action) throws IOException {
        boolean another = call(c -> c.effectiveUser() == 0 && (uid != 0 || c.effectiveGroup() != gid))
                .answer()
                .orElse(false);
        return another ? new AsUser<>(uid, gid, action).run() : action.run();
    }

    /**
     * Something done to files.
     *
     * @param <T> the result's type
     */
    @FunctionalInterface
    public interface FileAction<T> {

        /** Does it. */
        T run() throws IOException;
    }

    /** Runs a call, or several that belong together, and says how it went. */
    <T> NativeAnswer<T> call(Call<T> call) {
        LinuxCalls calls = Linkage.INSTANCE.calls();
        if (calls == null) {
            return new NativeAnswer.Unavailable<>(String.valueOf(Linkage.INSTANCE.reason()));
        }
        try {
            return new NativeAnswer.Value<>(call.on(calls));
        } catch (ErrnoException e) {
            return new NativeAnswer.Refused<>(e.call(), e.errno(), Errno.name(e.errno()));
        }
    }

    /** Something that needs the C library. */
    @FunctionalInterface
    interface Call<T> {
        T on(LinuxCalls calls) throws ErrnoException;
    }
}
