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

    RecordedTypes(int count) {
        types = count > WITHOUT_CMA.size() ? List.of(MigrateType.values()) : WITHOUT_CMA.subList(0, count);
    }

    int count() {
        return types.size();
    }

    boolean has(int number) {
        return number < types.size();
    }

    MigrateType of(int number) {
        return types.get(number);
    }
}
