package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The image of the program a process executes, as execve left it: AT_PHDR points into it. Neither the executable's name nor
 * its link is needed, nor does it matter what became of the file.
 *
 * @param first its lowest mapping
 */
record MainImage(Vma first) {

    /** The image; empty where neither the auxiliary vector nor stat tells an address inside it that is still mapped. */
    static Optional<MainImage> of(ProcessView process, List<Vma> maps) {
        OptionalLong headers = process.auxv().intact().map(Auxv::phdr).orElse(OptionalLong.empty());
        OptionalLong inside = headers.isPresent() ? headers : process.stat().startCode();
        return inside.isPresent() ? around(new VirtAddr(inside.getAsLong()), maps) : Optional.empty();
    }

    private static Optional<MainImage> around(VirtAddr inside, List<Vma> maps) {
        for (int i = 0; i < maps.size(); i++) {
            if (maps.get(i).range().contains(inside)) {
                int lowest = i;
                while (lowest > 0 && sameFile(maps.get(lowest - 1), maps.get(i))) {
                    lowest--;
                }
                return Optional.of(new MainImage(maps.get(lowest)));
            }
        }
        return Optional.empty();
    }

    private static boolean sameFile(Vma below, Vma vma) {
        return vma.fileBacked()
                && below.inode() == vma.inode()
                && below.deviceMajor() == vma.deviceMajor()
                && below.deviceMinor() == vma.deviceMinor();
    }

    VirtAddr base() {
        return first.range().start();
    }

    /** The file: device, inode and path, equal for processes that execute the same. */
    String file() {
        return "%02x:%02x %d %s".formatted(first.deviceMajor(), first.deviceMinor(), first.inode(), first.path());
    }
}
