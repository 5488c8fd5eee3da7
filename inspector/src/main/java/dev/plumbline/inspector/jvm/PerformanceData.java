package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Owner;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The counters that jstat reads: memory of the JVM, in a file so that others find it.
 *
 * <p>Source: {@code get_user_tmp_dir} and {@code mmap_create_shared}, src/hotspot/os/posix/perfMemory_posix.cpp (jdk-17, jdk-25): the file is
 * called by the pid, as the JVM's own namespace numbers it.
 */
final class PerformanceData {

    private static final Pattern FILE = Pattern.compile("(?s).*/hsperfdata_[^/]+/[1-9][0-9]*");

    private PerformanceData() {}

    static void read(List<Vma> maps, ClaimList claims) {
        for (Vma vma : maps) {
            if (vma.fileBacked() && vma.shared() && FILE.matcher(vma.fileName()).matches()) {
                claims.add(vma.range(), Owner.JVM_INTERNAL, "performance data", "name of the mapped file", m -> true);
            }
        }
    }
}
