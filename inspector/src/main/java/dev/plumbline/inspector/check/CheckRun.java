package dev.plumbline.inspector.check;

import dev.plumbline.bridge.KernelFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One run of checks over one host. What the run itself would disturb is read first and alone; then the host's other
 * checks and the scan of the processes share two threads, while a third asks OSHI what a live host is; rules about
 * processes beside each other come last.
 */
public final class CheckRun {

    private static final int THREADS = 2;

    private final HostView host;
    private final Selection selection;
    private final Map<String, List<Finding>> byCheck = new LinkedHashMap<>();
    private OptionalInt withoutJvm = OptionalInt.empty();

    private CheckRun(HostView host, Selection selection) {
        this.host = host;
        this.selection = selection;
        for (Check check : selection.checks()) {
            byCheck.put(check.id(), new ArrayList<>());
        }
    }

    /**
     * Runs the selected checks. Every check has at least one finding in the report: one that found nothing to examine says
     * so. Where it is known that no process runs a JVM, checks of JVMs have none, and a note says so.
     *
     * @param files the host; not closed
     * @param selection which checks, which processes
     * @param progress told of every process
     */
    public static Report run(KernelFiles files, Selection selection, ProgressListener progress) {
        long startNanos = System.nanoTime();
        HostView host = new HostView(files);
        CheckRun run = new CheckRun(host, selection);
        OshiIdentity oshi = run.examine(progress);
        HostFacts facts = HostFactsReader.read(host, oshi.await());
        return new Report(
                files.origin(),
                run.withoutJvm.isPresent()
                        ? facts.noting("no process runs a JVM (%d examined): nothing for jvm.* to check"
                                .formatted(run.withoutJvm.getAsInt()))
                        : facts,
                run.findings(),
                Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private OshiIdentity examine(ProgressListener progress) {
        List<HostCheck> hostChecks = only(HostCheck.class);
        hostChecks.stream().filter(HostCheck::undisturbed).forEach(this::examineHost);
        OshiIdentity oshi = OshiIdentity.ask(host.files());
        ProcessScan scan = new ProcessScan(host, selection, only(ProcessCheck.class), progress);
        boolean processesMatter =
                selection.checks().stream().anyMatch(c -> c instanceof ProcessCheck || c instanceof PopulationCheck);
        inParallel(
                () -> {
                    hostChecks.stream().filter(c -> !c.undisturbed()).forEach(this::examineHost);
                    if (processesMatter) {
                        scan.work();
                    }
                },
                () -> {
                    if (processesMatter) {
                        scan.work();
                    }
                });
        scan.findings().forEach(this::add);
        List<ProcessSummary> processes = scan.summaries();
        for (PopulationCheck check : only(PopulationCheck.class)) {
            check.examine(processes, host, this::add);
        }
        if (!only(JvmCheck.class).isEmpty()) {
            withoutJvm = scan.withoutJvm();
        }
        addSilent();
        return oshi;
    }

    private void examineHost(HostCheck check) {
        check.examine(host, this::add);
    }

    private synchronized void add(Finding finding) {
        byCheck.computeIfAbsent(finding.check(), id -> new ArrayList<>()).add(finding);
    }

    private void addSilent() {
        for (Check check : selection.checks()) {
            List<Finding> found = byCheck.getOrDefault(check.id(), List.of());
            boolean known = check instanceof JvmCheck && withoutJvm.isPresent();
            if (found.isEmpty() && !known) {
                String subject = check instanceof HostCheck ? "host" : "processes";
                String because = silence(check);
                add(new Finding(check.id(), check.kind(), subject, new Verdict.NotObservable(because, ""), List.of()));
            }
        }
    }

    private static String silence(Check check) {
        if (check instanceof HostCheck) {
            return "nothing to examine here";
        }
        return check instanceof JvmCheck
                ? "no process whose mappings may be read runs a HotSpot JVM"
                : "no process whose memory could be examined";
    }

    private List<Finding> findings() {
        return byCheck.values().stream().flatMap(List::stream).toList();
    }

    private <C extends Check> List<C> only(Class<C> kind) {
        return selection.checks().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static void inParallel(Runnable... tasks) {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable task : tasks) {
                running.add(pool.submit(task));
            }
            for (Future<?> task : running) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while checks ran", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
