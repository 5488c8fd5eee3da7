package dev.plumbline.inspector.observed;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /proc/PID/auxv}: what the kernel told the program when it started it. Kernel threads have no entries.
 *
 * <p>Source: {@code create_elf_tables}, fs/binfmt_elf.c; the numbers of the types: include/uapi/linux/auxvec.h.
 *
 * @param entries value by type, in the order of the file, without {@code AT_NULL}; unsigned, 32-bit values have zero upper
 *     halves
 * @param layout word size and byte order of the program; empty where there are no entries
 */
public record Auxv(Map<Long, Long> entries, Optional<Layout> layout) {

    /**
     * The form of the vector, which is the program's, not the kernel's: a 32-bit program on a 64-bit kernel has 32-bit words.
     *
     * @param wordBytes 4 or 8
     * @param byteOrder of each word
     */
    public record Layout(int wordBytes, ByteOrder byteOrder) {}

    static final long AT_PHDR = 3;
    static final long AT_PHENT = 4;
    static final long AT_PHNUM = 5;
    static final long AT_PAGESZ = 6;
    static final long AT_BASE = 7;
    static final long AT_FLAGS = 8;
    static final long AT_ENTRY = 9;
    static final long AT_UID = 11;
    static final long AT_PLATFORM = 15;
    static final long AT_HWCAP = 16;
    static final long AT_CLKTCK = 17;
    static final long AT_SECURE = 23;
    static final long AT_RANDOM = 25;
    static final long AT_HWCAP2 = 26;
    static final long AT_EXECFN = 31;
    static final long AT_SYSINFO = 32;
    static final long AT_SYSINFO_EHDR = 33;

    /** The value of any type; empty where the kernel did not pass it. */
    public OptionalLong value(long type) {
        return entries.containsKey(type) ? OptionalLong.of(entries.get(type)) : OptionalLong.empty();
    }

    /** {@code AT_PAGESZ}: the base page size in bytes. */
    public OptionalLong pageSize() {
        return value(AT_PAGESZ);
    }

    /** {@code AT_PHDR}: where the program headers lie in memory. */
    public OptionalLong phdr() {
        return value(AT_PHDR);
    }

    /** {@code AT_PHENT}: the size of one in bytes. */
    public OptionalLong phent() {
        return value(AT_PHENT);
    }

    /** {@code AT_PHNUM}: how many there are. */
    public OptionalLong phnum() {
        return value(AT_PHNUM);
    }

    /** {@code AT_BASE}: where the dynamic loader lies; zero without one. */
    public OptionalLong base() {
        return value(AT_BASE);
    }

    /** {@code AT_FLAGS}. */
    public OptionalLong flags() {
        return value(AT_FLAGS);
    }

    /** {@code AT_ENTRY}: the program's entry point, where it was loaded. */
    public OptionalLong entry() {
        return value(AT_ENTRY);
    }

    /** {@code AT_UID}: the real user id at the start. */
    public OptionalLong uid() {
        return value(AT_UID);
    }

    /** {@code AT_PLATFORM}: the address of the platform's name. */
    public OptionalLong platform() {
        return value(AT_PLATFORM);
    }

    /** {@code AT_HWCAP}: bits that each architecture defines. */
    public OptionalLong hwcap() {
        return value(AT_HWCAP);
    }

    /** {@code AT_HWCAP2}. */
    public OptionalLong hwcap2() {
        return value(AT_HWCAP2);
    }

    /** {@code AT_CLKTCK}: ticks a second of the times in {@code stat} (USER_HZ). */
    public OptionalLong clockTicks() {
        return value(AT_CLKTCK);
    }

    /** {@code AT_SECURE}: 1 for a set-user-id program. */
    public OptionalLong secure() {
        return value(AT_SECURE);
    }

    /** {@code AT_RANDOM}: the address of 16 random bytes on the stack. */
    public OptionalLong random() {
        return value(AT_RANDOM);
    }

    /** {@code AT_EXECFN}: the address of the file name, near the top of the stack. */
    public OptionalLong execfn() {
        return value(AT_EXECFN);
    }

    /** {@code AT_SYSINFO}: the system call entry of the 32-bit x86 vdso. */
    public OptionalLong sysinfo() {
        return value(AT_SYSINFO);
    }

    /** {@code AT_SYSINFO_EHDR}: where the vdso lies. */
    public OptionalLong sysinfoEhdr() {
        return value(AT_SYSINFO_EHDR);
    }
}
