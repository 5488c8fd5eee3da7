package dev.plumbline.bridge.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Calls of the C library in Java's own types. Values that C calls {@code long} are as wide as the process, and come back
 * sign-extended unless a method says otherwise.
 */
public final class LinuxCalls {

    private static final int IOVEC_WORDS = 2;
    private static final int NO_DESCRIPTOR = -1;

    /** asm-generic/errno.h; a larger number on no architecture that runs a JVM but MIPS (89), where openProcess then fails. */
    private static final int ENOSYS = 38;

    /**
     * Loads the native part.
     *
     * @throws LinkageError if it cannot be unpacked, loaded or linked
     */
    public LinuxCalls() {
        // Closing nothing touches LibC, so that a failure to link shows here and not in the middle of a reading.
        LibC.close(NO_DESCRIPTOR);
    }

    /**
     * A configuration value.
     *
     * @throws ErrnoException if the C library has none of this name
     */
    public long sysconf(int name) throws ErrnoException {
        long value = LibC.sysconf(name).longValue();
        if (value == -1) {
            throw failure("sysconf");
        }
        return value;
    }

    /**
     * An entry of this process's auxiliary vector, unsigned.
     *
     * @throws ErrnoException if there is no entry of this type
     */
    public long getauxval(long type) throws ErrnoException {
        try {
            long value = LibC.getauxval(word(type)).longValue();
            return Native.LONG_SIZE == Integer.BYTES ? value & 0xffffffffL : value;
        } catch (LastErrorException e) {
            throw new ErrnoException("getauxval", e.getErrorCode());
        }
    }

    /** This process's execution domain, bits of linux/personality.h; only asks, sets nothing. */
    public int personality() throws ErrnoException {
        int persona = LibC.personality(word(0xffffffffL));
        if (persona == -1) {
            throw failure("personality");
        }
        return persona;
    }

    /**
     * Opens a file and returns its descriptor.
     *
     * @param flags O_RDONLY, O_NONBLOCK … as this architecture numbers them
     */
    public int open(String path, int flags) throws ErrnoException {
        int fd = LibC.open(path, flags);
        if (fd < 0) {
            throw failure("open");
        }
        return fd;
    }

    /** Closes a descriptor. */
    public void close(int fd) throws ErrnoException {
        if (LibC.close(fd) < 0) {
            throw failure("close");
        }
    }

    /**
     * Reads once, to the start of a direct buffer.
     *
     * @return the number of bytes, 0 at the end
     */
    public int read(int fd, ByteBuffer target) throws ErrnoException {
        int n = LibC.read(fd, target, word(target.capacity())).intValue();
        if (n < 0) {
            throw failure("read");
        }
        return n;
    }

    /**
     * One ioctl whose argument is a direct buffer.
     *
     * @return what the kernel returned, not negative
     */
    public int ioctl(int fd, long request, ByteBuffer argument) throws ErrnoException {
        int result = LibC.ioctl(fd, word(request), argument);
        if (result < 0) {
            throw failure("ioctl");
        }
        return result;
    }

    /**
     * A descriptor for a process, by pidfd_open(2); empty where kernel (before 5.3) or C library (glibc before 2.36) have no such call.
     */
    public OptionalInt openProcess(int pid) throws ErrnoException {
        try {
            int fd = Pidfd.pidfd_open(pid, 0);
            if (fd >= 0) {
                return OptionalInt.of(fd);
            }
            ErrnoException failure = failure("pidfd_open");
            if (failure.errno() == ENOSYS) {
                return OptionalInt.empty();
            }
            throw failure;
        } catch (LinkageError e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Sends a signal.
     *
     * @param descriptor of the process, by which it is signalled; empty to do so by its pid
     */
    public void signal(int pid, OptionalInt descriptor, int number) throws ErrnoException {
        if (descriptor.isPresent()) {
            if (Pidfd.pidfd_send_signal(descriptor.getAsInt(), number, Pointer.NULL, 0) < 0) {
                throw failure("pidfd_send_signal");
            }
        } else if (LibC.kill(pid, number) < 0) {
            throw failure("kill");
        }
    }

    /** The effective user of the process. */
    public int effectiveUser() {
        return LibC.geteuid();
    }

    /** The effective group of the process. */
    public int effectiveGroup() {
        return LibC.getegid();
    }

    /** Sets the effective user of the calling thread alone; real and saved one stay. */
    public void setThreadUser(ThreadIdentityCalls numbers, int uid) throws ErrnoException {
        if (LibC.syscall(word(numbers.setresuid()), word(-1), word(uid), word(-1))
                        .longValue()
                < 0) {
            throw failure("setresuid");
        }
    }

    /** Sets the effective group of the calling thread alone; real and saved one stay. */
    public void setThreadGroup(ThreadIdentityCalls numbers, int gid) throws ErrnoException {
        if (LibC.syscall(word(numbers.setresgid()), word(-1), word(gid), word(-1))
                        .longValue()
                < 0) {
            throw failure("setresgid");
        }
    }

    /** Where a direct buffer lies, for structures that hold pointers. */
    public long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /**
     * Copies pieces of a process's memory one behind the other into a direct buffer.
     *
     * @param addresses where the pieces begin, at most IOV_MAX of them
     * @param lengths how long each is; their sum is at most the buffer's capacity
     * @return the number of bytes copied; fewer than asked where a page is not readable
     */
    public int processVmReadv(int pid, long[] addresses, long[] lengths, ByteBuffer target) throws ErrnoException {
        int wordBytes = Native.LONG_SIZE;
        long vectorBytes = (long) IOVEC_WORDS * wordBytes;
        long total = 0;
        try (Memory vectors = new Memory((1L + addresses.length) * vectorBytes)) {
            for (int i = 0; i < addresses.length; i++) {
                long at = (1L + i) * vectorBytes;
                vectors.setNativeLong(at, word(addresses[i]));
                vectors.setNativeLong(at + wordBytes, word(lengths[i]));
                total += lengths[i];
            }
            vectors.setPointer(0, Native.getDirectBufferPointer(target));
            vectors.setNativeLong(wordBytes, word(total));
            int n = LibC.process_vm_readv(
                            pid, vectors, word(1), vectors.share(vectorBytes), word(addresses.length), word(0))
                    .intValue();
            if (n < 0) {
                throw failure("process_vm_readv");
            }
            return n;
        }
    }

    private static NativeLong word(long value) {
        return new NativeLong(Native.LONG_SIZE == Integer.BYTES ? (int) value : value);
    }

    private static ErrnoException failure(String call) {
        return new ErrnoException(call, Native.getLastError());
    }
}
