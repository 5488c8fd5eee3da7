package dev.plumbline.bridge.jna;

import java.util.Optional;

/**
 * The system calls that set the credentials of one thread. The C library's functions of the same names set those of all threads of
 * the process (nptl(7)), so the calls are made by number.
 *
 * <p>Source: the kernel's tables, arch/x86/entry/syscalls/syscall_{64,32}.tbl, arch/arm/tools/syscall.tbl, arch/{s390,powerpc,mips}/
 * kernel/syscalls/, include/uapi/asm-generic/unistd.h (read at 6.12).
 *
 * @param setresuid its number, of the variant with 32-bit ids
 * @param setresgid its number, of the variant with 32-bit ids
 */
public record ThreadIdentityCalls(int setresuid, int setresgid) {

    /**
     * The numbers of an architecture; empty where they are not known.
     *
     * @param architecture as Java's {@code os.arch} names it
     */
    public static Optional<ThreadIdentityCalls> of(String architecture) {
        return Optional.ofNullable(
                switch (architecture) {
                    case "amd64", "x86_64" -> new ThreadIdentityCalls(117, 119);
                    case "i386", "x86", "arm", "s390x" -> new ThreadIdentityCalls(208, 210);
                    case "aarch64", "riscv64", "loongarch64" -> new ThreadIdentityCalls(147, 149);
                    case "ppc64", "ppc64le" -> new ThreadIdentityCalls(164, 169);
                    case "mips64", "mips64el" -> new ThreadIdentityCalls(5115, 5117);
                    default -> null;
                });
    }
}
