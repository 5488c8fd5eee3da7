package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where execve put the parts of an address space. After fork they are the same in parent and child, whatever either maps or
 * unmaps below. Two layouts that are equal in all parts were not drawn at random twice.
 *
 * @param imageBase the executable's lowest mapping
 * @param mmapTop the end of the highest mapping below the stack that is not the kernel's own: the first mapping is put right
 *     below mmap_base; empty where nothing is mapped above the image
 * @param vdso the start of {@code [vdso]}; empty without one
 * @param stackEnd the end of {@code [stack]}; the start moves as the stack grows
 */
public record AddressLayout(long imageBase, OptionalLong mmapTop, OptionalLong vdso, long stackEnd) {

    /** The layout; empty without an image or a stack to tell it by. */
    static Optional<AddressLayout> of(MainImage image, List<Vma> maps) {
        OptionalLong mmapTop = OptionalLong.empty();
        OptionalLong vdso = OptionalLong.empty();
        OptionalLong stackEnd = OptionalLong.empty();
        for (Vma vma : maps) {
            if (vma.path().equals("[vdso]")) {
                vdso = OptionalLong.of(vma.range().start().value());
            } else if (vma.path().equals("[stack]")) {
                stackEnd = OptionalLong.of(vma.range().end().value());
            } else if (stackEnd.isEmpty() && !ofTheKernel(vma)) {
                mmapTop = OptionalLong.of(vma.range().end().value());
            }
        }
        return stackEnd.isEmpty()
                ? Optional.empty()
                : Optional.of(new AddressLayout(image.base().value(), mmapTop, vdso, stackEnd.getAsLong()));
    }

    private static boolean ofTheKernel(Vma vma) {
        return vma.path().startsWith("[") && vma.anonymousName().isEmpty();
    }

    @Override
    public String toString() {
        return "image %x, mmap_base above %s, vdso %s, stack below %x"
                .formatted(imageBase, hex(mmapTop), hex(vdso), stackEnd);
    }

    private static String hex(OptionalLong address) {
        return address.isPresent() ? Long.toHexString(address.getAsLong()) : "none";
    }
}
