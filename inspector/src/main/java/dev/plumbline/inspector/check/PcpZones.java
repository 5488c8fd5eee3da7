package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.machine.CpuPlacement;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.reference.zone.ManagedPages;
import dev.plumbline.inspector.reference.zone.Quantity;
import dev.plumbline.inspector.reference.zone.Release;
import dev.plumbline.inspector.reference.zone.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Brings together what the per-CPU lists of a host's zones are computed from. */
final class PcpZones {

    private static final String HIGH_FRACTION = "proc/sys/vm/percpu_pagelist_high_fraction";
    private static final String FRACTION = "proc/sys/vm/percpu_pagelist_fraction";
    private static final Pattern BOOTED = Pattern.compile("Run .+ as init process");
    /** x86, arm64, RISC-V and others, once init runs: a CPU came or went. */
    private static final Pattern CPU_CHANGED = Pattern.compile(
            "smpboot: (?:Booting Node .*|CPU [0-9]+ is now offline)|(?:psci: )?CPU[0-9]+ killed.*|CPU[0-9]+: (?:Booted|off|shutdown).*");

    private PcpZones() {}

    /** Every zone that has lists. */
    static List<PcpZone> of(HostView host, Zoneinfo zoneinfo, int pageKib) {
        CpuPlacement cpus = CpuPlacement.of(host);
        long fraction =
                number(host, HIGH_FRACTION).or(() -> number(host, FRACTION)).orElse(0L);
        Optional<Verdict.NotObservable> undecided = undecided(host);
        List<PcpZone> zones = new ArrayList<>();
        for (int i = 0; i < zoneinfo.zones().size(); i++) {
            Zone zone = zoneinfo.zones().get(i);
            if (!zone.pagesets().isEmpty()) {
                zones.add(new PcpZone(
                        zone,
                        pageKib,
                        states(host, i, zone),
                        low(host, i, zone),
                        cpus.sharing(zone.node()),
                        cpus.all(),
                        fraction,
                        undecided));
            }
        }
        return zones;
    }

    private static List<PcpZone.State> states(HostView host, int index, Zone zone) {
        if (!(ManagedHistories.of(host) instanceof ManagedHistory.Solved solved)) {
            return List.of(new PcpZone.State(zone.managed().orElse(0), Optional.empty()));
        }
        List<PcpZone.State> states = new ArrayList<>();
        List<ManagedPages> managed = solved.solution().managedByState();
        for (int i = 0; i < managed.size(); i++) {
            boolean last = i == managed.size() - 1;
            states.add(new PcpZone.State(
                    managed.get(i).of(index),
                    last
                            ? Optional.empty()
                            : Optional.of(evidence(
                                    solved, solved.solution().released().get(i)))));
        }
        return states;
    }

    private static Evidence evidence(ManagedHistory.Solved solved, Release.Placed placed) {
        LogLine line = solved.lines().get(placed.release().id());
        return Evidence.at(
                solved.logPath(),
                line.line(),
                "%s (%d pages)".formatted(line.text(), placed.release().pages()));
    }

    /** As printed, less the boost; as it must be, where the printed one contradicts the zone's other numbers. */
    private static long low(HostView host, int index, Zone zone) {
        long printed = zone.low().orElse(0) - zone.boost().orElse(0);
        if (!(ManagedHistories.of(host) instanceof ManagedHistory.Solved solved)) {
            return printed;
        }
        Quantity low = new Quantity.Mark(index, Watermark.LOW);
        boolean contradicted = solved.solution().contradictions().stream()
                .anyMatch(c -> c.quantity().equals(low) || c.quantity().equals(new Quantity.Boost(index)));
        return contradicted
                ? solved.solution().predicted(low)
                : zone.low().orElse(0)
                        - solved.solution()
                                .boosts()
                                .getOrDefault(index, zone.boost().orElse(0));
    }

    /** A CPU that comes online counts in every zone, whichever its node is, until another comes or goes. */
    private static Optional<Verdict.NotObservable> undecided(HostView host) {
        boolean booted = false;
        for (LogLine line : host.kernelLog().intact().map(KernelLog::lines).orElse(List.of())) {
            booted |= BOOTED.matcher(line.text()).matches();
            if (booted && CPU_CHANGED.matcher(line.text()).matches()) {
                return Optional.of(new Verdict.NotObservable(
                        "CPUs came or went after booting, and which were online when this was computed is not recorded: "
                                + line.text(),
                        ""));
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> number(HostView host, String path) {
        return host.text(path, Sysctl::parseNumber).intact().map(Sysctl::number);
    }
}
