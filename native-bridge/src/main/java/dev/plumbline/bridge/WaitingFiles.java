package dev.plumbline.bridge;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of a process whose reading waits for others: they are printed under its mmap_lock or its exec_update_lock, or out of its
 * memory, or are the file that it executes. They are read patiently, all others at once.
 *
 * <p>Source: Linux 6.12, fs/proc/base.c ({@code mm_access}, {@code get_mm_cmdline}, {@code lock_trace}) and fs/proc/task_mmu.c
 * ({@code m_start}, {@code pagemap_read}).
 */
final class WaitingFiles {

    private static final Pattern WAITING = Pattern.compile(
            "proc/([1-9][0-9]{0,9})/(?:task/[0-9]+/)?(?:maps|smaps|smaps_rollup|numa_maps|pagemap|cmdline"
                    + "|environ|mem|auxv|personality|syscall|stack|io|exe|map_files(?:/.*)?|root/.*)");

    private final Patience patience;

    /** Processes of which something did not come in time. */
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    WaitingFiles(Patience patience) {
        this.patience = patience;
    }

    /** Something that a file is read into. */
    @FunctionalInterface
    interface Attempt<T> extends Callable<Reading<T>> {
        @Override
        Reading<T> call();
    }

    /**
     * Reads a file. Of a process that has kept another one waiting, it is waited for a moment only.
     *
     * @param attempt must be harmless where it goes on after this has returned
     */
    <T> Reading<T> read(Provenance provenance, Attempt<T> attempt) {
        Matcher path = WAITING.matcher(provenance.path());
        if (!path.matches()) {
            return attempt.call();
        }
        String pid = path.group(1);
        try {
            return patience.call(attempt, silent.contains(pid) ? shorter() : patience.limit());
        } catch (IOException e) {
            silent.add(pid);
            return new Reading.Failed<>(provenance, String.valueOf(e.getMessage()));
        }
    }

    private Duration shorter() {
        return patience.limit().compareTo(Patience.SHORT) < 0 ? patience.limit() : Patience.SHORT;
    }
}
