package dev.plumbline.inspector.reference.zone;

/** When in the course of booting memory is handed back, relative to the computations of min_free_kbytes. */
public enum Moment {
    /** Before any initcall, hence before every computation. */
    BEFORE_INITCALLS,
    /** After init_per_zone_wmark_min (a postcore initcall) and before khugepaged starts (a subsys initcall). */
    BETWEEN_PASSES,
    /** After both. */
    AFTER_BOTH;

    /**
     * The moment of a {@code Freeing WHAT memory: NK} line.
     *
     * <p>Source: alternative_instructions, arch/x86/kernel/alternative.c, called from arch_cpu_finalize_init;
     * efi_free_boot_services, arch/x86/platform/efi/quirks.c of 7.0, an arch_initcall; free_initmem, mark_readonly and
     * populate_rootfs run after all of them (init/main.c, init/initramfs.c).
     *
     * <p>7.x frees the SMP alternatives in an arch_initcall: its line stands behind those of smp_init.
     *
     * @param what the words between {@code Freeing} and {@code memory}
     * @param cpusUp whether the other CPUs had been brought up by then
     */
    public static Moment of(String what, boolean cpusUp) {
        return switch (what) {
            case "SMP alternatives" -> cpusUp ? BETWEEN_PASSES : BEFORE_INITCALLS;
            case "EFI boot services" -> BETWEEN_PASSES;
            default -> AFTER_BOTH;
        };
    }
}
