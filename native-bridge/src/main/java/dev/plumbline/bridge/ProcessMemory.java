package dev.plumbline.bridge;

/**
 * The memory of a process, read without stopping it; needs PTRACE_MODE_ATTACH (ptrace(2)): the same user and no Yama
 * restriction, or CAP_SYS_PTRACE in the process's user namespace. What is read is of no one instant.
 */
public interface ProcessMemory {

    /**
     * Copies memory.
     *
     * @param address where, in the process's address space
     * @param lengthBytes how much; the result is shorter where a page behind the first is not readable
     */
    NativeAnswer<byte[]> read(long address, int lengthBytes);

    /**
     * The memory of a process of this host.
     *
     * @param pid as this process's pid namespace numbers it
     */
    static ProcessMemory of(int pid) {
        return (address, lengthBytes) -> NativeCalls.get().readMemory(pid, address, lengthBytes);
    }
}
