package dev.plumbline.bridge.jna;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/** Functions that glibc has from 2.36; initialising this class fails where it has not. */
final class Pidfd {

    static {
        Native.register(Pidfd.class, Platform.C_LIBRARY_NAME);
    }

    private Pidfd() {}

    /** pidfd_open(2). */
    static native int pidfd_open(int pid, int flags);

    /** pidfd_send_signal(2). */
    static native int pidfd_send_signal(int descriptor, int signal, Pointer info, int flags);
}
