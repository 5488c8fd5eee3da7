package dev.plumbline.bridge.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** The functions themselves, bound directly; initialising this class loads JNA's native part. */
final class LibC {

    static {
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    private LibC() {}

    /** sysconf(3). */
    static native NativeLong sysconf(int name);

    /** getauxval(3); errno alone tells a value of zero from an absent one. */
    static native NativeLong getauxval(NativeLong type) throws LastErrorException;

    /** personality(2). */
    static native int personality(NativeLong persona);

    /** open(2) without a mode: never creates. */
    static native int open(String path, int flags);

    /** read(2). */
    static native NativeLong read(int fd, ByteBuffer target, NativeLong count);

    /** close(2). */
    static native int close(int fd);

    /** ioctl(2) with one pointer. */
    static native int ioctl(int fd, NativeLong request, ByteBuffer argument);

    /** process_vm_readv(2). */
    static native NativeLong process_vm_readv(
            int pid, Pointer local, NativeLong localCount, Pointer remote, NativeLong remoteCount, NativeLong flags);

    /** kill(2). */
    static native int kill(int pid, int signal);

    /** geteuid(2). */
    static native int geteuid();

    /** getegid(2). */
    static native int getegid();

    /** syscall(2) with three words. */
    static native NativeLong syscall(NativeLong number, NativeLong first, NativeLong second, NativeLong third);
}
