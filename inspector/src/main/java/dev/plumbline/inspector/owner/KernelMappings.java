package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import java.util.Optional;

/**
 * Mappings that the kernel itself names.
 *
 * <p>Sources: {@code get_vma_name}, fs/proc/task_mmu.c; the special mappings of arch/{x86,arm,arm64,…}/kernel/vdso.c and of
 * arch/arm/kernel/process.c; kernel/events/uprobes.c.
 */
final class KernelMappings {

    private KernelMappings() {}

    /** Whose such a mapping is; empty where it has none of the kernel's names. */
    static Optional<Claim> of(Vma vma) {
        String name = vma.path();
        if (!name.startsWith("[")) {
            return Optional.empty();
        }
        if (name.startsWith("[vvar")) {
            return claim(vma, Owner.VVAR, name.equals("[vvar]") ? "" : name);
        }
        if (name.startsWith("[stack:")) {
            return claim(vma, Owner.THREAD_STACK, "thread " + name.substring("[stack:".length(), name.length() - 1));
        }
        return switch (name) {
            case "[heap]" -> claim(vma, Owner.BRK, "");
            case "[stack]" -> claim(vma, Owner.MAIN_STACK, "");
            case "[vdso]" -> claim(vma, Owner.VDSO, "");
            case "[sigpage]", "[uprobes]" -> claim(vma, Owner.VDSO, name);
            case "[vsyscall]" -> claim(vma, Owner.VSYSCALL, "");
            case "[vectors]" -> claim(vma, Owner.VSYSCALL, name);
            default -> Optional.empty();
        };
    }

    private static Optional<Claim> claim(Vma vma, Owner owner, String label) {
        return Optional.of(new Claim(vma.range(), owner, label, "the kernel's name " + vma.path()));
    }
}
