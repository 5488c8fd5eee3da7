package dev.plumbline.inspector.check.compare;

import static dev.plumbline.inspector.check.compare.Concern.CONFIGURATION;
import static dev.plumbline.inspector.check.compare.Concern.DRIFT;
import static dev.plumbline.inspector.check.compare.Concern.HARDWARE;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be held against another machine's, causes before what is made of them. Its {@link #id} is what documents and
 * {@code plumb compare} call it.
 */
public enum QuantityKind {
    ARCHITECTURE("machine.architecture", HARDWARE, true, ""),
    CPUS("machine.cpus", HARDWARE, true, "CPUs"),
    ADDRESS_BITS("machine.physical-address-bits", HARDWARE, true, "bits"),
    PAGING_FEATURES("machine.paging-features", HARDWARE, true, ""),
    PROCESSOR("machine.processor", HARDWARE, false, ""),
    RAM("memory.ram", HARDWARE, true, "bytes"),
    FIRMWARE_RAM("memory.firmware-ram", HARDWARE, true, ""),
    MAPPED_RAM("memory.ram-ranges", HARDWARE, true, ""),
    NODES("node.memory-nodes", HARDWARE, true, ""),
    NODE_RANGES("node.ranges", HARDWARE, true, ""),
    NODE_DISTANCES("node.distances", HARDWARE, true, ""),

    KERNEL_RELEASE("kernel.release", CONFIGURATION, true, ""),
    KERNEL_OPTION("kernel.config", CONFIGURATION, true, ""),
    RAM_OPTION("boot.ram-option", CONFIGURATION, true, ""),
    PAGING_OPTION("boot.paging-option", CONFIGURATION, true, ""),
    OTHER_BOOT_OPTION("boot.other-option", CONFIGURATION, false, ""),
    PAGE_SIZE("paging.page-size", CONFIGURATION, true, "bytes"),
    LEVELS("paging.levels", CONFIGURATION, true, "levels"),
    TABLE_ISOLATION("paging.isolation", CONFIGURATION, true, ""),
    IMAGE_PLACEMENT("layout.kernel-image", CONFIGURATION, true, ""),
    ASLR("layout.sysctl", CONFIGURATION, true, ""),
    HUGE_PAGES("hugepages.setting", CONFIGURATION, true, ""),
    HUGE_PAGES_TUNING("hugepages.tuning", CONFIGURATION, false, ""),
    HUGETLB_POOL("hugetlb.pool", CONFIGURATION, true, "pages of that size"),
    MEMORY_SYSCTL("sysctl.memory", CONFIGURATION, true, ""),
    OTHER_SYSCTL("sysctl.other", CONFIGURATION, false, ""),

    PAGEBLOCK_ORDER("zone.pageblock-order", CONFIGURATION, true, ""),
    POPULATED_ZONES("zone.populated", HARDWARE, true, ""),
    ZONE_START("zone.start-pfn", HARDWARE, true, ""),
    ZONE_SPANNED("zone.spanned", HARDWARE, true, "pages"),
    ZONE_PRESENT("zone.present", HARDWARE, true, "pages"),
    ZONE_MANAGED("zone.managed", HARDWARE, true, "pages"),
    MIN_FREE("zone.min-free-kbytes", CONFIGURATION, true, "KiB"),
    WATERMARK("zone.watermark", CONFIGURATION, true, "pages"),
    PROTECTION("zone.protection", CONFIGURATION, true, "pages"),
    PCP("zone.pcp", CONFIGURATION, true, "pages"),
    ZONELIST("zone.zonelist", CONFIGURATION, true, ""),

    IMAGE_ADDRESS("address.kernel-image", DRIFT, false, ""),
    HUGETLB_USE("hugetlb.in-use", DRIFT, false, "pages of that size"),
    PCP_ADAPTED("zone.pcp-adapted", DRIFT, false, "pages"),
    FREE_BLOCKS("zone.free-blocks", DRIFT, false, "blocks by order"),
    FREE_PAGES("zone.free", DRIFT, false, "pages"),
    ZONE_COUNTER("zone.counter", DRIFT, false, ""),
    NODE_COUNTER("node.counter", DRIFT, false, ""),
    MEMINFO("memory.meminfo", DRIFT, false, "KiB");

    private static final Map<String, QuantityKind> BY_ID =
            Arrays.stream(values()).collect(Collectors.toMap(QuantityKind::id, Function.identity()));

    private final String id;
    private final Concern concern;
    private final boolean matters;
    private final String unit;

    QuantityKind(String id, Concern concern, boolean matters, String unit) {
        this.id = id;
        this.concern = concern;
        this.matters = matters;
        this.unit = unit;
    }

    /** The kind of an id, if there is one. */
    public static Optional<QuantityKind> ofId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** Its name in documents. */
    public String id() {
        return id;
    }

    /** What a difference in it is about. */
    public Concern concern() {
        return concern;
    }

    /** Whether a difference in it changes how memory is laid out. */
    public boolean matters() {
        return matters;
    }

    /** What numbers of it count; empty where it has none, or where the subject tells. */
    public String unit() {
        return unit;
    }
}
