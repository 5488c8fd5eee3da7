package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Map;
import java.util.Optional;

/** What a mapping is, in words. */
final class MappingNames {

    /** The kernel's own names: arch_vma_name, vm_ops->name and special mappings, fs/proc/task_mmu.c. */
    private static final Map<String, String> SPECIAL = Map.of(
            "[heap]", "heap, grown with brk",
            "[stack]", "stack of the main thread",
            "[vdso]", "vDSO: code of the kernel for system calls without a switch",
            "[vvar]", "vDSO data: clock pages of the kernel",
            "[vvar_vclock]", "vDSO data: clock pages of the hypervisor",
            "[vsyscall]", "vsyscall page, emulated, at the same place in every process",
            "[vectors]", "exception vectors, at the same place in every process",
            "[sigpage]", "return from signal handlers",
            "[uprobes]", "instructions that uprobes execute out of line");

    private final ProcessView process;

    MappingNames(ProcessView process) {
        this.process = process;
    }

    String of(Vma vma) {
        String path = vma.path();
        String special = SPECIAL.get(path);
        if (special != null) {
            return special;
        }
        if (vma.anonymousName().isPresent()) {
            return "%s memory, named %s"
                    .formatted(access(vma), vma.anonymousName().get());
        }
        if (vma.fileBacked()) {
            return file(vma);
        }
        if (!path.isEmpty()) {
            return "special mapping " + path;
        }
        if (isInaccessible(vma)) {
            return "reserved without access (PROT_NONE): a guard, or address space for later";
        }
        return stack(vma).orElse(access(vma) + " memory");
    }

    private Optional<String> stack(Vma vma) {
        return vma.writable()
                ? ThreadStackPointers.of(process).stream()
                        .filter(t -> vma.range().contains(new VirtAddr(t.stackPointer())))
                        .findFirst()
                        .map(t -> "stack of thread %d %s, by its stack pointer %#x"
                                .formatted(t.tid(), t.comm(), t.stackPointer()))
                : Optional.empty();
    }

    private static String file(Vma vma) {
        String name = vma.fileName();
        String gone = vma.deleted() ? ", deleted" : "";
        if (name.equals("/dev/zero") && vma.deleted()) {
            return "shared anonymous memory";
        }
        if (name.startsWith("/SYSV")) {
            return "System V shared memory, key " + name.substring("/SYSV".length());
        }
        if (name.startsWith("/memfd:")) {
            return "memfd " + name.substring("/memfd:".length());
        }
        if (name.startsWith("/anon_hugepage")) {
            return "anonymous hugetlb memory";
        }
        String kind = name.startsWith("anon_inode:") ? "mapping of " : vma.shared() ? "shared file " : "private file ";
        return kind + name + gone;
    }

    private static boolean isInaccessible(Vma vma) {
        return !vma.readable() && !vma.writable() && !vma.executable();
    }

    private static String access(Vma vma) {
        return isInaccessible(vma) ? "reserved anonymous" : "anonymous";
    }
}
