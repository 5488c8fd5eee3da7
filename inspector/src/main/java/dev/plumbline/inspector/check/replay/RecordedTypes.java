package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.reference.zone.buddy.MigrateType;
import java.util.List;

/**
 * The migrate types of a recording kernel: one without CMA or without isolation numbers the later types down.
 *
 * <p>Source: enum migratetype, include/linux/mmzone.h (6.1, 6.12, 7.2): both depend on the configuration; five types are those without
 * CMA, as CMA implies isolation.
 */
final class RecordedTypes {

    private static final List<MigrateType> WITHOUT_CMA = List.of(
            MigrateType.UNMOVABLE,
            MigrateType.MOVABLE,
            MigrateType.RECLAIMABLE,
            MigrateType.HIGHATOMIC,
            MigrateType.ISOLATE);

    private final List<MigrateType> types;

    /** @throws IllegalArgumentException unless a kernel can have so many types */
    RecordedTypes(long count) {
        if (count < MigrateType.HIGHATOMIC.number() + 1 || count > MigrateType.COUNT) {
            throw new IllegalArgumentException(count + " migrate types: a kernel has 4, 5 or 6");
        }
        types = count > WITHOUT_CMA.size() ? List.of(MigrateType.values()) : WITHOUT_CMA.subList(0, (int) count);
    }

    int count() {
        return types.size();
    }

    boolean has(int number) {
        return number < types.size();
    }

    /** @throws IllegalArgumentException if the kernel has no type of that number */
    MigrateType of(int number) {
        if (!has(number)) {
            throw new IllegalArgumentException("migrate type " + number + ": the kernel has 0 to " + (count() - 1));
        }
        return types.get(number);
    }
}
