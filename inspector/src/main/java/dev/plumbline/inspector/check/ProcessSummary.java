package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is kept of a process after it was examined, for rules about processes beside each other.
 *
 * @param stat its {@code stat}: pid, name, parent, session, addresses of image and stack
 * @param executable the target of its {@code exe} link; empty where that could not be read
 * @param imageBase where the first mapping of its executable starts; empty where maps or link could not be read
 * @param mmapTop the end of the highest mapping below the stack that is not the kernel's own ({@code [vdso]},
 *     {@code [vvar]} …): what is mapped first is put there, right below mmap_base; empty where maps could not be read
 */
public record ProcessSummary(
        ProcessStat stat, Optional<String> executable, OptionalLong imageBase, OptionalLong mmapTop) {

    /** As /proc names it. */
    public int pid() {
        return stat.pid();
    }

    /** Its name. */
    public String comm() {
        return stat.comm();
    }

    /** The process's name in subjects: {@code pid 4711 java}. */
    public String subject() {
        return "pid " + pid() + " " + comm();
    }

    static ProcessSummary of(ProcessView process) {
        Optional<String> executable = process.executable().content();
        List<Vma> maps = process.maps().intact().orElse(List.of());
        return new ProcessSummary(process.stat(), executable, imageBase(maps, executable), mmapTop(maps));
    }

    private static OptionalLong imageBase(List<Vma> maps, Optional<String> executable) {
        return maps.stream()
                .filter(v -> executable.isPresent() && v.path().equals(executable.get()))
                .mapToLong(v -> v.range().start().value())
                .findFirst();
    }

    private static OptionalLong mmapTop(List<Vma> maps) {
        OptionalLong top = OptionalLong.empty();
        for (Vma vma : maps) {
            if (vma.path().equals("[stack]")) {
                return top;
            }
            if (!vma.path().startsWith("[")) {
                top = OptionalLong.of(vma.range().end().value());
            }
        }
        return OptionalLong.empty();
    }
}
