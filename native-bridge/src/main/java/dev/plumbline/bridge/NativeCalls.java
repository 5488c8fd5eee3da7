package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.util.Optional;

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

    private NativeCalls() {}

    /** The one instance; loads nothing. */
    public static NativeCalls get() {
        return LAZY;
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

    /** The bits of this process's personality (linux/personality.h), by {@code personality(0xffffffff)}, which sets nothing. */
    public NativeAnswer<Integer> personality() {
        return call(LinuxCalls::personality);
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
