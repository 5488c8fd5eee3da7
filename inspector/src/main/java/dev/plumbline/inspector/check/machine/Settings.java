package dev.plumbline.inspector.check.machine;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.TransparentHugepage;
import dev.plumbline.inspector.reference.zone.derive.Tunables;
import java.util.Optional;
import java.util.OptionalLong;

/** What is set of the allocator now; what cannot be read is as the kernel boots with it. */
final class Settings {

    private static final String HUGE_PAGES = "sys/kernel/mm/transparent_hugepage/enabled";
    private static final String VM = "proc/sys/vm/";

    private Settings() {}

    static Tunables of(HostView host) {
        return new Tunables(
                number(host, "watermark_scale_factor").orElse(Tunables.BOOT.watermarkScaleFactor()),
                host.text(VM + "lowmem_reserve_ratio", Sysctl::parseNumbers)
                        .intact()
                        .map(Sysctl::numbers),
                OptionalLong.empty(),
                number(host, "percpu_pagelist_high_fraction")
                        .or(() -> number(host, "percpu_pagelist_fraction"))
                        .orElse(0L),
                hugePages(host));
    }

    /** Without the file the kernel has none, be it for its build or for its processor (hugepage_init, mm/huge_memory.c). */
    private static boolean hugePages(HostView host) {
        return !(host.text(HUGE_PAGES, TransparentHugepage::parse).reading() instanceof Reading.Absent);
    }

    private static Optional<Long> number(HostView host, String name) {
        return host.text(VM + name, Sysctl::parseNumber).intact().map(Sysctl::number);
    }
}
