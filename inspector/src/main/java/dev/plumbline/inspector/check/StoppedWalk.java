package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks in the memory image of a stopped machine: of the kernel's addresses, and of those of the process that ran. Where page
 * tables of other processes begin, no file says.
 */
public final class StoppedWalk {

    private final HostView host;
    private final StoppedMachine machine;

    private StoppedWalk(HostView host, StoppedMachine machine) {
        this.host = host;
        this.machine = machine;
    }

    /** The walks that a capture's image allows; empty where it holds none with registers. */
    public static Optional<StoppedWalk> of(HostView host) {
        return StoppedMachine.of(host) instanceof StoppedMachine.Held held
                ? Optional.of(new StoppedWalk(host, held.machine()))
                : Optional.empty();
    }

    /** Where a kernel address leads, on the tables that the kernel itself runs on. */
    public Walk kernel(VirtAddr address) {
        RunningRegime.Told told = machine.stops().get(0).told();
        return new Walker(told.kernel(), machine.image().memory()).translate(address);
    }

    /** Where an address of a process leads; empty unless the process is the one that ran, by its pagemap. */
    public Optional<Walk> user(ProcessView process, VirtAddr address) {
        for (StoppedMachine.Stop stop : machine.stops()) {
            if (runningPid(stop).filter(pid -> pid == process.pid()).isPresent()) {
                return Optional.of(
                        new Walker(stop.told().regime(), machine.image().memory()).translate(address));
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> runningPid(StoppedMachine.Stop stop) {
        String key = "running pid %s %d".formatted(stop.file(), stop.told().cpu());
        return host.once(key, () -> RunningProcess.of(machine, stop.told().regime(), processes())
                .map(running -> running.pages().process().pid()));
    }

    private List<ProcessPages> processes() {
        return host.once("pages of processes", () -> {
            List<ProcessPages> processes = new ArrayList<>();
            for (String pid : KernelEvidence.pids(host)) {
                Optional<ProcessStat> stat = ProcessView.readStat(Integer.parseInt(pid), host)
                        .intact()
                        .flatMap(s -> s);
                stat.filter(s -> !s.withoutUserMemory())
                        .map(s -> ProcessPages.of(new ProcessView(s, host), HostMemory.of(host)))
                        .ifPresent(outcome -> {
                            if (outcome instanceof ProcessPages.Read read) {
                                processes.add(read.pages());
                            }
                        });
            }
            return List.copyOf(processes);
        });
    }
}
