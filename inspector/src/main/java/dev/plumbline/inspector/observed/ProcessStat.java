package dev.plumbline.inspector.observed;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /proc/PID/stat}.
 *
 * <p>Source: {@code do_task_stat}, fs/proc/array.c; fields are counted as in proc_pid_stat(5).
 *
 * @param pid field 1, in the pid namespace of the reader
 * @param comm field 2 without parentheses; any bytes, also parentheses and line feeds
 * @param state field 3: {@code R}, {@code S}, {@code D}, {@code Z} …
 * @param ppid field 4
 * @param pgrp field 5; -1 once the process has been reaped
 * @param session field 6; likewise
 * @param flags field 9: {@code PF_*} of include/linux/sched.h
 * @param numThreads field 20
 * @param startTimeTicks field 22: clock ticks (USER_HZ) after boot, in the time namespace of the reader
 * @param vsizeBytes field 23; zero for kernel threads and zombies
 * @param rssPages field 24, in base pages; may lag, the kernel keeps it per CPU
 * @param addresses fields 26 to 28, 45 to 51; empty where the process has no user memory or the reader may not see them
 * @param addressesHidden whether the kernel withheld them: the reader lacks {@code PTRACE_MODE_READ}
 */
public record ProcessStat(
        int pid,
        String comm,
        char state,
        int ppid,
        int pgrp,
        int session,
        long flags,
        int numThreads,
        long startTimeTicks,
        long vsizeBytes,
        long rssPages,
        Optional<ImageAddresses> addresses,
        boolean addressesHidden) {

    /** PF_FORKNOEXEC, include/linux/sched.h (the same since 2.6). */
    private static final long FORKNOEXEC = 0x40;

    /**
     * What {@code struct mm_struct} says of the image and the stack, all unsigned virtual addresses.
     *
     * @param startCode field 26: the lowest address of the text
     * @param endCode field 27: behind the text
     * @param startStack field 28: the bottom of the stack, where {@code argc} lies
     * @param startData field 45: the start of initialised and uninitialised data
     * @param endData field 46: behind it
     * @param startBrk field 47: above which the heap grows with brk(2)
     * @param argStart field 48: the first byte of the arguments' strings
     * @param argEnd field 49: behind them
     * @param envStart field 50: the first byte of the environment's strings
     * @param envEnd field 51: behind them
     */
    public record ImageAddresses(
            long startCode,
            long endCode,
            long startStack,
            long startData,
            long endData,
            long startBrk,
            long argStart,
            long argEnd,
            long envStart,
            long envEnd) {}

    /** Field 26; see {@link #addresses}. */
    public OptionalLong startCode() {
        return address(addresses.map(ImageAddresses::startCode));
    }

    /** Field 27. */
    public OptionalLong endCode() {
        return address(addresses.map(ImageAddresses::endCode));
    }

    /** Field 28. */
    public OptionalLong startStack() {
        return address(addresses.map(ImageAddresses::startStack));
    }

    /** Field 45. */
    public OptionalLong startData() {
        return address(addresses.map(ImageAddresses::startData));
    }

    /** Field 46. */
    public OptionalLong endData() {
        return address(addresses.map(ImageAddresses::endData));
    }

    /** Field 47. */
    public OptionalLong startBrk() {
        return address(addresses.map(ImageAddresses::startBrk));
    }

    /** Field 48. */
    public OptionalLong argStart() {
        return address(addresses.map(ImageAddresses::argStart));
    }

    /** Field 49. */
    public OptionalLong argEnd() {
        return address(addresses.map(ImageAddresses::argEnd));
    }

    /** Field 50. */
    public OptionalLong envStart() {
        return address(addresses.map(ImageAddresses::envStart));
    }

    /** Field 51. */
    public OptionalLong envEnd() {
        return address(addresses.map(ImageAddresses::envEnd));
    }

    /** Whether it was forked and has not executed a program since: its memory began as a copy of its parent's. */
    public boolean forkedWithoutExec() {
        return (flags & FORKNOEXEC) != 0;
    }

    /** Whether this is a kernel thread or a zombie: it has no user memory. */
    public boolean withoutUserMemory() {
        return addresses.isEmpty() && !addressesHidden;
    }

    private static OptionalLong address(Optional<Long> value) {
        return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
