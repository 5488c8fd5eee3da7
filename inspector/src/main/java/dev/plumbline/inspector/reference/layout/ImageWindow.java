package dev.plumbline.inspector.reference.layout;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;

/**
 * Where the kernel puts images that may lie anywhere, so that an image elsewhere was linked to its address.
 *
 * <p>Source: fs/binfmt_elf.c, load_elf_binary (6.1 to 6.18). ET_EXEC is mapped at its own p_vaddr. ET_DYN with an interpreter
 * goes to ELF_ET_DYN_BASE plus a random part; without one it goes where any mapping goes. That is below mmap_base, which
 * is not below T/6 less its own random part (mm/util.c, mmap_base: the gap to the top is at most T/6·5), or above
 * TASK_UNMAPPED_BASE, which is T/4 or T/3. Linkers put fixed images far below: at 0x10000 to 0x10000000, on MIPS and
 * LoongArch at 0x120000000. So T/8 tells them apart, and only an ELF_ET_DYN_BASE below that needs to be known.
 *
 * @param taskSizeBytes T: TASK_SIZE of tasks of this word size
 * @param lowEtDyn the window of ELF_ET_DYN_BASE and its random part, where that begins below T/8
 * @param linkAddress where the ABI's linkers put fixed images; decides where the window above contains it
 */
public record ImageWindow(long taskSizeBytes, Optional<AddressRange> lowEtDyn, Optional<VirtAddr> linkAddress) {

    private static final long SHARE = 8;

    /**
     * Whether an image can be position-independent.
     *
     * @param imageBase its first mapping's start
     * @param interpreted whether it has an interpreter: AT_BASE is not zero
     */
    public boolean admits(VirtAddr imageBase, boolean interpreted) {
        if (Long.compareUnsigned(imageBase.value(), Long.divideUnsigned(taskSizeBytes, SHARE)) >= 0) {
            return true;
        }
        boolean inLowWindow = lowEtDyn.filter(w -> w.contains(imageBase)).isPresent();
        boolean atLinkAddress = linkAddress.filter(imageBase::equals).isPresent();
        return interpreted && inLowWindow && !atLinkAddress;
    }
}
